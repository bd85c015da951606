// Refusals as tests expect them: the fields of an error say the row and the column that its words say.
import { InputError } from '@jetdemon/workflow';

/** The error that says `message` of `file`; `row 3, column pt: …` and `column pt: …` are fields too. */
export function refusalOf(file: string, message: string): InputError {
  const [place = '', row, column] = /^(?:row (\d+), )?column (\w+): /.exec(message) ?? [];
  const fields = { ...(row !== undefined && { row: Number(row) }), ...(column !== undefined && { column }) };
  return InputError.at({ file, ...fields }, message.slice(place.length));
}
