/** One measured figure, as `bench --json` prints it. */
export interface Figure {
  bench: string
  name: string
  backend?: 'postgres' | 'redis'
  value: number
  unit: string
  /** Its limit or peer, measured in the same run. */
  peer?: { name: string; value: number }
  /** value / peer.value. */
  ratio?: number
}

/** What a benchmark may use. */
export interface BenchContext {
  /** A Postgres server; each benchmark makes and drops databases of its own there. */
  databaseUrl: string
  /** Null: what needs Redis is left out. */
  redisUrl: string | null
  /** How many steps growth is measured with. */
  size: number
  /** Says what is being done, for people. */
  progress(line: string): void
}

/** A figure beside its peer. */
export function beside(figure: Omit<Figure, 'peer' | 'ratio'>, peer: { name: string; value: number }): Figure {
  return {
    ...figure,
    value: round(figure.value),
    peer: { ...peer, value: round(peer.value) },
    ratio: Math.round((figure.value / peer.value) * 1000) / 1000,
  }
}

/** Three significant digits are more than a measurement on a shared machine has. */
export function round(value: number): number {
  return Number(value.toPrecision(4))
}

/** What a round gave, and what its peer gave just before or after it. */
export interface Round {
  value: number
  peer: number
}

/** Of several rounds the one whose ratio is in the middle: what else the machine did in a round fell on both sides of it. */
export function middleRound(rounds: readonly Round[]): Round {
  const sorted = rounds.toSorted((a, b) => a.value / a.peer - b.value / b.peer)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('nothing was measured')
  return middle
}
