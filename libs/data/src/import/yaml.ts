// A proposal as YAML that can be pasted into a workflow. Only what proposals consist of: mappings of words, numbers and lists of them.

/** Lines of a block mapping, indented by `indent` spaces. */
export function yamlLines(mapping: Readonly<Record<string, unknown>>, indent = 0): string[] {
  return Object.entries(mapping).flatMap(([key, value]) => {
    const start = `${' '.repeat(indent)}${scalar(key)}:`;
    if (Array.isArray(value)) return [`${start} [${value.map(scalar).join(', ')}]`];
    return typeof value === 'object' && value !== null
      ? [start, ...yamlLines(value as Record<string, unknown>, indent + 2)]
      : [`${start} ${scalar(value)}`];
  });
}

/** Plain where YAML reads the same word back, else in quotes, which JSON and YAML share. */
function scalar(value: unknown): string {
  const plain = typeof value === 'string' && /^[A-Za-z][\w./-]*$/.test(value) && !reserved.test(value);
  return plain ? value : JSON.stringify(value);
}

/** Words that YAML 1.1 or 1.2 reads as something else. */
const reserved = /^(true|false|null|yes|no|on|off|y|n)$/i;
