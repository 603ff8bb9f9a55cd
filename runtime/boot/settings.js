/**
 * The environment's settings, checked before anything slow starts. A pure function of the environment.
 * Every fault names its variable, says what was found (secrets excepted) and what would do.
 *
 * @typedef {{ host: string, port: number, publicUrl: string, databaseUrl: string | undefined, redisUrl: string | undefined, production: boolean }} Settings
 * @typedef {{ name: string, message: string }} Fault
 * @typedef {{ ok: true, settings: Settings } | { ok: false, faults: Fault[] }} Reading
 */

const s3Names = /** @type {const} */ ([
  'S3_ENDPOINT',
  'S3_BUCKET',
  'S3_REGION',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
])

/** @param {string} value @param {string[]} protocols @returns {boolean} */
function isUrl(value, protocols) {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol)
}

/** @param {string} value @param {number} from @param {number} to */
const isWhole = (value, from, to) => /^\d{1,9}$/.test(value) && Number(value) >= from && Number(value) <= to

/**
 * Checks of one variable each. A set variable that fails stops the start with the text given.
 * @type {Record<string, [(value: string) => boolean, string]>}
 */
const formats = {
  PORT: [(value) => isWhole(value, 1, 65535), 'a whole number from 1 to 65535, e.g. PORT=3001'],
  HOST: [(value) => /^[\w.:%-]+$/.test(value), 'a host name or address, e.g. HOST=127.0.0.1'],
  PUBLIC_URL: [(value) => isUrl(value, ['http:', 'https:']), 'an address that begins with http:// or https://'],
  DATABASE_URL: [
    (value) => isUrl(value, ['postgres:', 'postgresql:']),
    'postgres://user:password@host:5432/database, or unset for the embedded Postgres',
  ],
  REDIS_URL: [(value) => isUrl(value, ['redis:', 'rediss:']), 'redis://host:6379, or unset to queue on Postgres'],
  APP_KEY: [(value) => value.length >= 32, 'at least 32 characters, e.g. made by: openssl rand -hex 32'],
  TWILIO_ACCOUNT_SID: [(value) => /^AC[0-9A-Za-z]+$/.test(value), 'the Account SID, which begins with AC'],
  TWILIO_PHONE_NUMBER: [(value) => /^\+[1-9]\d{4,14}$/.test(value), 'a number in E.164 form, e.g. +15005550006'],
  TWILIO_API_BASE_URL: [
    (value) => isUrl(value, ['http:', 'https:']),
    'an address that begins with http:// or https://',
  ],
  RATE_LIMIT: [(value) => isWhole(value, 0, 999_999_999), 'a whole number of requests a minute, 0 for no limit'],
  SONIAROSE_DEMO: [(value) => value === '0' || value === '1', '0 or 1'],
  SONIAROSE_OWNER_EMAIL: [(value) => /^[^\s@]+@[^\s@]+$/.test(value), 'an e-mail address'],
  SONIAROSE_OWNER_PASSWORD: [(value) => value.length >= 8, 'at least 8 characters'],
  S3_ENDPOINT: [(value) => isUrl(value, ['http:', 'https:']), 'an address that begins with http:// or https://'],
  NODE_ENV: [(value) => ['development', 'production', 'test'].includes(value), 'development, production or test'],
}

/** Their values never reach a screen or a log. */
const secret = new Set(['APP_KEY', 'DATABASE_URL', 'REDIS_URL', 'SONIAROSE_OWNER_PASSWORD'])

/** @param {NodeJS.ProcessEnv} env @returns {Fault[]} */
function wrongFormats(env) {
  return Object.entries(formats).flatMap(([name, [holds, wanted]]) => {
    const value = env[name]
    if (value === undefined || value === '' || holds(value)) return []
    const found = secret.has(name) ? 'has a value that will not do' : `is "${value}"`
    return [{ name, message: `${name} ${found}; it must be ${wanted}.` }]
  })
}

/** @param {NodeJS.ProcessEnv} env @returns {Fault[]} */
function missing(env) {
  const faults = []
  if (env.NODE_ENV === 'production' && !env.APP_KEY) {
    faults.push({
      name: 'APP_KEY',
      message: 'APP_KEY is not set; production needs one of its own, e.g. made by: openssl rand -hex 32',
    })
  }
  if (Boolean(env.TWILIO_ACCOUNT_SID) !== Boolean(env.TWILIO_AUTH_TOKEN)) {
    const name = env.TWILIO_ACCOUNT_SID ? 'TWILIO_AUTH_TOKEN' : 'TWILIO_ACCOUNT_SID'
    faults.push({ name, message: `${name} is not set; TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN go together.` })
  }
  // The region is left out: many S3-compatible stores have none.
  const absent = s3Names.filter((name) => name !== 'S3_REGION' && !env[name])
  const begun = s3Names.some((name) => env[name])
  if (begun) {
    for (const name of absent) {
      faults.push({ name, message: `${name} is not set; a media store on S3 needs ${s3Names.join(', ')}.` })
    }
  }
  return faults
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Reading} the settings with their defaults, or every fault found
 */
export function readSettings(env) {
  const faults = [...wrongFormats(env), ...missing(env)]
  if (faults.length > 0) return { ok: false, faults }
  const port = Number(env.PORT || 3001)
  return {
    ok: true,
    settings: {
      port,
      host: env.HOST || '127.0.0.1',
      publicUrl: env.PUBLIC_URL || `http://localhost:${port}`,
      databaseUrl: env.DATABASE_URL || undefined,
      redisUrl: env.REDIS_URL || undefined,
      production: env.NODE_ENV === 'production',
    },
  }
}
