import { Hash } from '@adonisjs/core/hash'
import { Scrypt } from '@adonisjs/core/hash/drivers/scrypt'

const hash = new Hash(new Scrypt({}))

/** A password as it is stored: scrypt with its own salt, as a PHC string. */
export const hashPassword = (password: string): Promise<string> => hash.make(password)

let decoy: Promise<string> | null = null

/**
 * Whether a password fits.
 * @param stored null for an address that nobody has: the same work is done, so that the answer takes as long
 */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hash.make('nobody has this password')
  const fits = await hash.verify(stored ?? (await decoy), password)
  return fits && stored !== null
}
