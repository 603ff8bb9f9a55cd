import { env } from '#app/core/env'
import { createSecretBox, type SecretBox } from '#app/core/secret_box'

let shared: SecretBox | null = null

function box(): SecretBox {
  shared ??= createSecretBox(env().appKey)
  return shared
}

/** A sender's auth token as it is stored. */
export const sealToken = (authToken: string): string => box().seal(authToken)

/** The auth token of a stored sender. */
export const openToken = (credentials: string): string => box().open(credentials)
