/**
 * The store can't be reached, or gave up for a reason that passes by itself (restart, deadlock, lock time-out). Nothing
 * was written, or it can't be known; trying again later is safe because every write is conditional.
 */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}
