# A server of Amazon S3's interface (moto) that checks every signature with botocore, until its standard input ends.
# Prints one line of JSON: where it listens, its bucket, and the keys of a user who may read and write there.
import json
import os
import sys

os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"  # the four below; whatever comes after them is checked

import boto3
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
endpoint = "http://%s:%d" % server.get_host_and_port()
anyone = dict(endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
iam = boto3.client("iam", **anyone)
iam.create_user(UserName="shared")
allowed = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"], "Resource": "*"}
policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
iam.put_user_policy(UserName="shared", PolicyName="shared", PolicyDocument=policy)
key = iam.create_access_key(UserName="shared")["AccessKey"]
boto3.client("s3", **anyone).create_bucket(Bucket="results")
found = {"endpoint": endpoint, "id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
print(json.dumps(found), flush=True)
sys.stdin.read()
server.stop()
