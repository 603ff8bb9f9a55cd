/** Signs with which a spreadsheet begins to calculate. */
const formulaStart = /^[=+\-@\t\r]/

/**
 * One cell of a CSV file (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe before it.
 * @param safe the value is one of ours and can't be a formula: a number in E.164 keeps its plus
 */
export function csvCell(value: string, safe = false): string {
  const inert = !safe && formulaStart.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** One line of a CSV file, with its end. */
export const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`

/** A cell as it was meant: without the apostrophe that an export of ours put before it. */
export function plainCell(value: string): string {
  const trimmed = value.trim()
  return trimmed.startsWith("'") && formulaStart.test(trimmed.slice(1)) ? trimmed.slice(1) : trimmed
}
