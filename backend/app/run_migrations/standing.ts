import type { Standing, WaitKind } from '@soniarose/core'

/** What the database tells of one run, or of many that are alike. */
export interface StandingRow {
  wait_kind: WaitKind | null
  settled: boolean
  /** The status of the text or call of the visit under way. null: there is none, or somebody holds its row just now. */
  text: string | null
  call: string | null
}

export function standingOf(row: StandingRow): Standing {
  return {
    waitKind: row.wait_kind,
    settled: row.settled,
    text: row.wait_kind === 'message' ? textOf(row.text) : null,
    call: row.wait_kind === 'effect' ? callOf(row.call) : null,
  }
}

/** A text whose row is held is being claimed or recorded, so it counts as being sent. */
function textOf(status: string | null): Standing['text'] {
  if (status === null) return 'sending'
  return status === 'planned' || status === 'held' || status === 'sending' || status === 'unknown' ? status : 'over'
}

function callOf(status: string | null): Standing['call'] {
  if (status === null) return 'running'
  return status === 'planned' || status === 'running' ? status : 'over'
}
