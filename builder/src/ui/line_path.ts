/** The points of a line through `values` in a box of the given size, as an SVG path. */
export function linePath(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return ''
  const top = Math.max(...values, 1)
  const step = width / (values.length - 1)
  return values
    .map(
      (value, index) =>
        `${index ? 'L' : 'M'}${(index * step).toFixed(1)} ${(height - (value / top) * height).toFixed(1)}`,
    )
    .join('')
}
