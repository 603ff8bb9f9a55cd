/** The number above `value` to which an axis can run: a round one whose half is round too. */
export function niceTop(value: number): number {
  if (value <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 1.6, 2, 3, 4, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power
}
