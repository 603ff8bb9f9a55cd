/** An expected outcome: either a value or the reason why there is none. Surprises are thrown instead. */
export type Result<Value, Problem> = { ok: true; value: Value } | { ok: false; error: Problem }

/** Wraps a value as a successful outcome. */
export function ok<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value }
}

/** Wraps a reason as an unsuccessful outcome. */
export function fail<Problem>(error: Problem): { ok: false; error: Problem } {
  return { ok: false, error }
}
