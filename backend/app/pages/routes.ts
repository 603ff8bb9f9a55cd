import { z } from 'zod'
import { env } from '#app/core/env'
import { readBody } from '#app/core/http/body'
import { RateLimit } from '#app/core/http/rate_limit'
import { answer, content, definePublic } from '#app/core/http/route'
import { Problem } from '#app/core/problem'
import { landingPage, thanksPage } from '#app/pages/landing'
import { errorPage } from '#app/pages/layout'
import { privacyPage, termsPage } from '#app/pages/legal'
import { optIn, publicBrand } from '#app/pages/opt_in'

const HTML = { contentType: 'text/html; charset=utf-8' } as const
const FORM_LIMIT = 8 * 1024

/** Ten forms of one caller in ten minutes. */
const forms = new RateLimit(10, 10 * 60_000)

const form = z.object({
  phone: z.string().trim().min(1).max(60),
  firstName: z.string().trim().max(100).default(''),
  consent: z.literal('yes'),
})

const noBrand = { workspaceId: '', name: 'SoniaRose', support: '', phone: null }

export const pageRoutes = [
  definePublic(
    { method: 'GET', path: '/', summary: 'The landing page with the opt-in form', responses: { 200: HTML } },
    async () => content(landingPage(await publicBrand())),
  ),
  definePublic(
    {
      method: 'POST',
      path: '/opt-in',
      summary: 'Takes in the opt-in form',
      rawBody: 'application/x-www-form-urlencoded',
      responses: { 200: HTML, 413: HTML, 422: HTML, 429: HTML, 503: HTML },
    },
    async ({ http }) => {
      if (forms.take(http.request.ip(), Date.now()) > 0)
        return answer(429, errorPage(429, 'That was a lot of forms. Please try again in a few minutes.'))
      const bytes = await readBody(http.request.request, FORM_LIMIT)
      if (bytes instanceof Problem) return answer(413, errorPage(413, 'This form is too large.'))
      const brand = await publicBrand()
      if (brand === null) return answer(503, errorPage(503, 'There is no programme to join yet.'))
      const fields = Object.fromEntries(new URLSearchParams(bytes.toString('utf8').replaceAll('%00', '')))
      // Filled in by machines alone: the field is out of sight.
      if (fields.website) return content(thanksPage(brand))
      const state = { phone: fields.phone ?? '', firstName: fields.firstName ?? '' }
      const read = form.safeParse(fields)
      if (!read.success) {
        const error =
          fields.consent === 'yes'
            ? 'Please give your mobile number.'
            : 'Please tick the box, so that we know that you agree.'
        return answer(422, landingPage(brand, { ...state, error }))
      }
      const userAgent = http.request.header('user-agent')?.slice(0, 400) ?? null
      const outcome = await optIn(brand, read.data, { ip: http.request.ip(), userAgent, page: `${env().publicUrl}/` })
      return outcome.ok
        ? content(thanksPage(brand))
        : answer(422, landingPage(brand, { ...state, error: outcome.message }))
    },
  ),
  definePublic({ method: 'GET', path: '/privacy', summary: 'The privacy policy', responses: { 200: HTML } }, async () =>
    content(privacyPage((await publicBrand()) ?? noBrand)),
  ),
  definePublic({ method: 'GET', path: '/terms', summary: 'The messaging terms', responses: { 200: HTML } }, async () =>
    content(termsPage((await publicBrand()) ?? noBrand)),
  ),
]
