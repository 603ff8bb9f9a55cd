/** Triggers that fire by the clock: schedules, and segments that contacts may have entered. */
export interface Schedules {
  /** Fires what is due. @returns runs started */
  fire(): Promise<number>
}
