// Damage of a file, in one InputError that names it; whatever a decoder threw is its reason.
import { InputError } from '@jetdemon/workflow';

const oneLine = (text: string): string => text.split('\n')[0]!.slice(0, 200);

export function damaged(file: string, kind: string, why: string): InputError {
  return InputError.at({ file }, `expected a whole ${kind} file, but ${oneLine(why)}; make or copy it again`);
}

/** The result of `decode`; anything it throws that is not an InputError already becomes one. */
export async function orDamaged<T>(file: string, kind: string, decode: () => T | Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw damaged(file, kind, `it could not be decoded (${oneLine(reason)})`);
  }
}
