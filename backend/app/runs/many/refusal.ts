/** Why a run was not retried, or not canceled. */
export type Refusal = 'not_found' | 'wrong_status' | 'archived' | 'active_already' | 'finished' | 'busy'
