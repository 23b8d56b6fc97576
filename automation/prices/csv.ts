/** Text in which each line is a row, as AWS writes price lists: RFC 4180 without line breaks within a field. */

/** The fields of a line. */
export function fieldsOf(line: string): string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const end = endOf(line, at);
      fields.push(line.slice(at, end));
      at = end + 1;
      continue;
    }
    let close = at + 1;
    // A quote within is written twice.
    for (;;) {
      close = line.indexOf('"', close);
      if (close < 0) close = line.length;
      if (line[close + 1] !== '"') break;
      close += 2;
    }
    fields.push(line.slice(at + 1, close).replaceAll('""', '"'));
    at = endOf(line, close) + 1;
  }
  return fields;
}

const endOf = (line: string, from: number): number => {
  const comma = line.indexOf(",", from);
  return comma < 0 ? line.length : comma;
};
