// Amazon S3 and what speaks its language (MinIO, Ceph, R2) as a place for shared results: s3://bucket/prefix, requests signed
// with the access keys of the environment (Signature Version 4); unsigned without them, as public buckets can be read.
import { createHash } from 'node:crypto';
import { InputError } from '@jetdemon/workflow';
import { encodePath, type HttpPlace } from './http.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const EMPTY = createHash('sha256').digest('hex');

/**
 * The place that `at` names. Keys, region and another server than Amazon's come from the environment, under the names that
 * Amazon's own programs use: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL_S3.
 *
 * @throws InputError for a name that is none, half of a pair of keys, or no region
 */
export function s3Place(at: string, environment: Environment = process.env): HttpPlace {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(at) ?? [];
  if (bucket === undefined)
    throw new InputError(`shared.at: expected s3://BUCKET or s3://BUCKET/PREFIX, found "${at}"`);
  const value = (...names: string[]) => names.map((name) => environment[name]).find((text) => text);
  const endpoint = value('AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL');
  const region = value('AWS_REGION', 'AWS_DEFAULT_REGION') ?? (endpoint === undefined ? undefined : 'us-east-1');
  if (region === undefined) throw new InputError(`${at}: expected the region of the bucket in AWS_REGION, found none`);
  // the name of a bucket with dots is in no certificate
  const amazon = `https://${bucket.includes('.') ? `s3.${region}.amazonaws.com/${bucket}` : `${bucket}.s3.${region}.amazonaws.com`}`;
  const base = endpoint === undefined ? amazon : `${endpoint.replace(/\/$/, '')}/${bucket}`;
  const folders = prefix.split('/').filter((part) => part !== '').map(encodePath); // prettier-ignore
  const keys = keysIn(at, value);
  return {
    name: at,
    address: [base, ...folders].join('/'),
    async authorize(method, url, digest = EMPTY) {
      if (!keys) return {};
      const { AwsClient } = await import('aws4fetch');
      const headers = { 'x-amz-content-sha256': digest };
      const signed = await new AwsClient({ ...keys, service: 's3', region }).sign(url, { method, headers });
      const all: Record<string, string> = {};
      signed.headers.forEach((text, name) => (all[name] = text));
      return all;
    },
  };
}

function keysIn(at: string, value: (...names: string[]) => string | undefined) {
  const [accessKeyId, secretAccessKey] = [value('AWS_ACCESS_KEY_ID'), value('AWS_SECRET_ACCESS_KEY')];
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new InputError(
      `${at}: expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, found ${accessKeyId === undefined ? 'the second' : 'the first'} alone`,
    );
  const sessionToken = value('AWS_SESSION_TOKEN');
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}
