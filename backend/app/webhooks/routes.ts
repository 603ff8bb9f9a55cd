import type { HttpContext } from '@adonisjs/core/http'
import { definePublic } from '#app/core/http/route'
import { takeInboundMessage } from '#app/webhooks/inbound_message'
import { takeMessageStatus } from '#app/webhooks/message_status'
import { readSigned, type SignedRequest } from '#app/webhooks/signed_request'
import { takeVoiceStatus } from '#app/webhooks/voice_status'

/** Nothing to say back by the carrier's own means: every text of ours passes the send gate instead. */
const NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
const XML = 'text/xml; charset=utf-8'
const FORM = 'application/x-www-form-urlencoded'

const responses = { 200: { contentType: XML }, 400: null, 403: null, 413: null } as const

/** Checks a webhook, lets it be taken in, and answers. A refusal has no body, which Twilio might text to somebody. */
async function answer(http: HttpContext, take: (request: SignedRequest, path: string) => Promise<void>) {
  const read = await readSigned(http.request.request)
  if (!read.ok) return { status: read.status, body: undefined }
  await take(read.request, http.request.request.url ?? '')
  return { status: 200 as const, body: NOTHING_TO_SAY }
}

const description =
  'Signature-checked with the token of the account that it names; 403 without a valid X-Twilio-Signature.'

export const webhookRoutes = [
  definePublic(
    {
      method: 'POST',
      path: '/api/webhooks/twilio/messages',
      summary: 'Twilio delivers a text',
      description,
      rawBody: FORM,
      responses,
    },
    ({ http }) => answer(http, takeInboundMessage),
  ),
  definePublic(
    {
      method: 'POST',
      path: '/api/webhooks/twilio/status',
      summary: 'Twilio tells what became of a text',
      description,
      rawBody: FORM,
      responses,
    },
    ({ http }) => answer(http, takeMessageStatus),
  ),
  definePublic(
    {
      method: 'POST',
      path: '/api/webhooks/twilio/status/*',
      summary: 'The same, with the attempt in the path',
      description,
      rawBody: FORM,
      responses,
    },
    ({ http }) => answer(http, takeMessageStatus),
  ),
  definePublic(
    {
      method: 'POST',
      path: '/api/webhooks/twilio/voice',
      summary: 'Twilio tells what became of a call',
      description,
      rawBody: FORM,
      responses,
    },
    ({ http }) => answer(http, takeVoiceStatus),
  ),
]
