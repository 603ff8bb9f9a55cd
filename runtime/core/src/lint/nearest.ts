/**
 * The name that somebody may have meant: the same but for case, lines and dots, or at most two letters away.
 * @returns null when none is near
 */
export function nearest(written: string, names: Iterable<string>): string | null {
  const wanted = plain(written)
  let best: { name: string; away: number } | null = null
  for (const name of names) {
    const away = lettersAway(wanted, plain(name))
    if (away <= 2 && away < name.length / 2 && away < (best?.away ?? Infinity)) best = { name, away }
  }
  return best?.name ?? null
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Letters to add, drop or replace (Levenshtein's distance). */
function lettersAway(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let index = 0; index < from.length; index++) {
    const next = [index + 1]
    for (let at = 0; at < to.length; at++) {
      const replaced = (row[at] ?? 0) + (from[index] === to[at] ? 0 : 1)
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
