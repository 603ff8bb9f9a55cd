import { z } from 'zod'

const url = (protocols: string[], wanted: string) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), `must be ${wanted}`)

const whole = (from: number, to: number, wanted: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be ${wanted}`)
    .transform(Number)
    .refine((n) => n >= from && n <= to, `must be ${wanted}`)

const httpUrl = url(['http:', 'https:'], 'an address that begins with http:// or https://')

/** Every setting of the server, by the name that contract §2 gives it. An empty value counts as unset. */
const settingsSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .default('development'),
  PORT: whole(0, 65_535, 'a whole number from 1 to 65535').default(3001),
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, 'must be a host name or address')
    .default('127.0.0.1'),
  PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database'),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379').optional(),
  SONIAROSE_DATA_DIR: z.string().default('.soniarose'),
  APP_KEY: z.string().min(32, 'must have at least 32 characters, e.g. made by: openssl rand -hex 32'),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9A-Za-z]+$/, 'must be the Account SID, which begins with AC')
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_PHONE_NUMBER: z
    .string()
    .regex(/^\+[1-9]\d{4,14}$/, 'must be a number in E.164 form, e.g. +15005550006')
    .optional(),
  TWILIO_API_BASE_URL: httpUrl.optional(),
  RATE_LIMIT: whole(0, 999_999_999, 'a whole number of requests a minute, 0 for no limit').optional(),
  SONIAROSE_DEMO: z.enum(['0', '1'], 'must be 0 or 1').optional(),
  SONIAROSE_OWNER_EMAIL: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')
    .default('owner@soniarose.test'),
  SONIAROSE_OWNER_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  S3_ENDPOINT: httpUrl.optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
})

type Raw = z.infer<typeof settingsSchema>

/** Where media go when they don't go to the local disk. */
export interface S3Settings {
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** The settings as the code uses them. */
export interface Env {
  production: boolean
  test: boolean
  port: number
  host: string
  /** Without a slash at its end. */
  publicUrl: string
  /** Addresses that a webhook may have been signed for: the public one; without one, this machine's two names for itself. */
  signedUrls: string[]
  databaseUrl: string
  redisUrl: string | null
  dataDir: string
  appKey: string
  twilio: { accountSid: string; authToken: string; phone: string | null } | null
  twilioApiBaseUrl: string | null
  /** API requests a minute and token; 0 for no limit. */
  rateLimit: number
  demo: boolean
  owner: { email: string; password: string | null }
  s3: S3Settings | null
}

export type EnvReading = { ok: true; env: Env } | { ok: false; faults: string[] }

function s3Of(raw: Raw, faults: string[]): S3Settings | null {
  const parts = {
    S3_ENDPOINT: raw.S3_ENDPOINT,
    S3_BUCKET: raw.S3_BUCKET,
    S3_ACCESS_KEY_ID: raw.S3_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY: raw.S3_SECRET_ACCESS_KEY,
  }
  if (Object.values(parts).every((part) => part === undefined)) return null
  for (const [name, value] of Object.entries(parts))
    if (value === undefined)
      faults.push(`${name} is not set; a media store on S3 needs all of ${Object.keys(parts).join(', ')}.`)
  return {
    endpoint: (raw.S3_ENDPOINT ?? '').replace(/\/+$/, ''),
    bucket: raw.S3_BUCKET ?? '',
    region: raw.S3_REGION,
    accessKeyId: raw.S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: raw.S3_SECRET_ACCESS_KEY ?? '',
  }
}

function twilioOf(raw: Raw, faults: string[]): Env['twilio'] {
  if ((raw.TWILIO_ACCOUNT_SID === undefined) !== (raw.TWILIO_AUTH_TOKEN === undefined)) {
    const missing = raw.TWILIO_ACCOUNT_SID === undefined ? 'TWILIO_ACCOUNT_SID' : 'TWILIO_AUTH_TOKEN'
    faults.push(`${missing} is not set; TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN go together.`)
  }
  if (raw.TWILIO_ACCOUNT_SID === undefined || raw.TWILIO_AUTH_TOKEN === undefined) return null
  return {
    accountSid: raw.TWILIO_ACCOUNT_SID,
    authToken: raw.TWILIO_AUTH_TOKEN,
    phone: raw.TWILIO_PHONE_NUMBER ?? null,
  }
}

const trimSlash = (address: string) => address.replace(/\/+$/, '')

function toEnv(raw: Raw, faults: string[]): Env {
  const production = raw.NODE_ENV === 'production'
  return {
    production,
    test: raw.NODE_ENV === 'test',
    port: raw.PORT,
    host: raw.HOST,
    publicUrl: trimSlash(raw.PUBLIC_URL ?? `http://localhost:${raw.PORT}`),
    signedUrls:
      raw.PUBLIC_URL === undefined
        ? [`http://localhost:${raw.PORT}`, `http://127.0.0.1:${raw.PORT}`]
        : [trimSlash(raw.PUBLIC_URL)],
    databaseUrl: raw.DATABASE_URL,
    redisUrl: raw.REDIS_URL ?? null,
    dataDir: raw.SONIAROSE_DATA_DIR,
    appKey: raw.APP_KEY,
    twilio: twilioOf(raw, faults),
    twilioApiBaseUrl: raw.TWILIO_API_BASE_URL === undefined ? null : trimSlash(raw.TWILIO_API_BASE_URL),
    rateLimit: raw.RATE_LIMIT ?? (production ? 600 : 0),
    demo: (raw.SONIAROSE_DEMO ?? (production ? '0' : '1')) === '1',
    owner: { email: raw.SONIAROSE_OWNER_EMAIL, password: raw.SONIAROSE_OWNER_PASSWORD ?? null },
    s3: s3Of(raw, faults),
  }
}

/**
 * Reads the settings. Pure: looks at nothing but `source`.
 * @returns the settings, or one sentence for each mistake; no sentence repeats a value, since some are secrets
 */
export function readEnv(source: Record<string, string | undefined>): EnvReading {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = settingsSchema.safeParse(given)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0])
      return given[name] === undefined ? `${name} is not set.` : `${name} ${issue.message}.`
    })
    return { ok: false, faults: [...new Set(faults)] }
  }
  const faults: string[] = []
  const env = toEnv(parsed.data, faults)
  return faults.length > 0 ? { ok: false, faults } : { ok: true, env }
}

let current: Env | null = null

/**
 * The settings of this process, read once.
 * @throws when one is wrong or missing; `bin/` reads them first and says it in a sentence
 */
export function env(): Env {
  if (current !== null) return current
  const reading = readEnv(process.env)
  if (!reading.ok) throw new Error(reading.faults.join(' '))
  current = reading.env
  return current
}
