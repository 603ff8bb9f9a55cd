import { refuse } from '../http/answer.ts'
import { right, wrong } from './draft.ts'
import type { Checked, Content } from './draft.ts'

/** Twilio's limits on one message. Source: the Message resource's page. */
const MAX_CHARACTERS = 1_600
const MAX_MEDIA = 10
const MAX_CALLBACK = 4_000
const MAX_VALIDITY = 36_000
const MIN_AHEAD_MS = 300_000
const MAX_AHEAD_MS = 35 * 86_400_000

/** Checks what is to be said, and how: text, media, callback, validity, schedule. `now`: ms, for schedules. */
export function checkContent(form: URLSearchParams, now: number): Checked<Content> {
  const text = checkText(form)
  if (!text.ok) return text
  const statusCallback = form.get('StatusCallback') ?? ''
  if (!isCallback(statusCallback)) {
    return wrong(
      refuse(21609, { message: `The StatusCallback URL ${statusCallback.slice(0, 200)} is not a valid URL.` }),
    )
  }
  const validitySeconds = validityOf(form.get('ValidityPeriod'))
  if (validitySeconds === null) return wrong(refuse(21624))
  const sendAt = checkSchedule(form, now)
  if (!sendAt.ok) return sendAt
  const smartEncoded = form.get('SmartEncoded') === 'true'
  return right({ ...text.value, statusCallback, validitySeconds, smartEncoded, sendAt: sendAt.value })
}

/** A text, media or a template; a template is shown by its SID, since nothing here knows its words. */
function checkText(form: URLSearchParams): Checked<Pick<Content, 'body' | 'mediaUrls'>> {
  const body = form.get('Body') ?? ''
  const template = checkTemplate(form)
  if (!template.ok) return template
  const mediaUrls = form.getAll('MediaUrl').filter((url) => url !== '')
  if (body === '' && mediaUrls.length === 0 && template.value === '') return wrong(refuse(21602))
  // Code points are counted only when the cheap bound fails.
  if (body.length > MAX_CHARACTERS && Array.from(body).length > MAX_CHARACTERS) return wrong(refuse(21617))
  if (mediaUrls.length > MAX_MEDIA) return wrong(refuse(21623))
  if (!mediaUrls.every(isHttpUrl)) return wrong(refuse(21620))
  return right({ body: body === '' ? template.value : body, mediaUrls })
}

function checkTemplate(form: URLSearchParams): Checked<string> {
  const contentSid = form.get('ContentSid') ?? ''
  if (contentSid === '') return right('')
  if (!/^HX[0-9a-fA-F]{32}$/.test(contentSid)) return wrong(refuse(21655))
  if (!isJsonObject(form.get('ContentVariables'))) return wrong(refuse(21656))
  return right(`[${contentSid}]`)
}

function checkSchedule(form: URLSearchParams, now: number): Checked<number | null> {
  const type = form.get('ScheduleType')
  if (type === null || type === '') return right(null)
  if (type !== 'fixed') return wrong(refuse(35126))
  if ((form.get('MessagingServiceSid') ?? '') === '') return wrong(refuse(35118))
  const text = form.get('SendAt') ?? ''
  if (text === '') return wrong(refuse(35111))
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  const inWindow = at - now > MIN_AHEAD_MS && at - now <= MAX_AHEAD_MS
  return inWindow ? right(at) : wrong(refuse(35114))
}

function isCallback(url: string): boolean {
  if (url === '') return true
  if (url.length > MAX_CALLBACK || !/^https?:\/\//i.test(url)) return false
  const parsed = URL.parse(url)
  return parsed !== null && parsed.hostname !== '' && !parsed.hostname.includes('_')
}

function isHttpUrl(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url)
}

function validityOf(text: string | null): number | null {
  if (text === null || text === '') return MAX_VALIDITY
  const seconds = Number(text)
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_VALIDITY ? seconds : null
}

function isJsonObject(text: string | null): boolean {
  if (text === null || text === '') return true
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
