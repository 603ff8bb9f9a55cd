/**
 * An expected stop of a command: one sentence for the person at the terminal, and never a stack trace.
 * Anything else that is thrown is a defect of ours and keeps its trace.
 */
export class BootFailure extends Error {
  /**
   * @param {string} message what is wrong
   * @param {string} [mend] what to type or change to put it right
   */
  constructor(message, mend) {
    super(mend ? `${message} ${mend}` : message)
    this.name = 'BootFailure'
  }
}
