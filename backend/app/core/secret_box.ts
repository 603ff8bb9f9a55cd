import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Encrypts secrets for the database, and opens them again. */
export interface SecretBox {
  seal(plain: string): string
  /** @throws when the text was altered, or sealed with another key */
  open(sealed: string): string
}

const FORMAT = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * A box that only this key opens: AES-256-GCM, a fresh nonce for each secret, so that equal secrets look different.
 * @param appKey the setting `APP_KEY`
 */
export function createSecretBox(appKey: string): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', appKey, 'soniarose', 'secrets at rest', 32))
  return {
    seal(plain) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `${FORMAT}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`
    },
    open(sealed) {
      const [format, body] = sealed.split('.')
      const bytes = Buffer.from(body ?? '', 'base64url')
      if (format !== FORMAT || bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('this is not a sealed secret')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      const text = bytes.subarray(NONCE_BYTES + TAG_BYTES)
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
    },
  }
}
