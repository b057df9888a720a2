/** Lines of an export as 0.2.0 wrote them: the records alone, without checksums and end. */
export const recordLines = (lines: readonly string[]): string[] =>
  lines.filter((line) => !line.startsWith('{"end":')).map((line) => line.replace(/,"checksum":"[^"]{8}"\}$/, '}'));
