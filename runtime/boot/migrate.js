import { runInForeground } from './children.js'
import { BootFailure } from './failure.js'
import { inRoot } from './paths.js'

/** @typedef {{ email: string, password: string }} Owner */

/**
 * Brings the database to this version, and fills an empty one. The backend answers with one line of JSON on
 * standard output: `{"owner": {"email", "password"}}` when it made the owner, `{"owner": null}` when there was one.
 * @param {NodeJS.ProcessEnv} env with DATABASE_URL
 * @returns {Promise<Owner | undefined>} the owner, when it was made just now
 */
export async function migrate(env) {
  let answer = ''
  const exitCode = await runInForeground([inRoot('backend', 'bin', 'console.ts'), 'migrate'], env, {
    stdout: 'pipe',
    onStdout: (text) => (answer += text),
  })
  if (exitCode !== 0)
    throw new BootFailure('The database could not be brought up to date; what stood against it is above.')
  return ownerIn(answer)
}

/**
 * @param {string} answer
 * @returns {Owner | undefined}
 */
export function ownerIn(answer) {
  const line = answer.split('\n').find((text) => text.trimStart().startsWith('{'))
  if (!line) return undefined
  const { owner } = JSON.parse(line)
  return owner?.email ? { email: owner.email, password: owner.password } : undefined
}
