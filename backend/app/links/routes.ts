import { z } from 'zod'
import { transaction, type Db } from '#app/core/db'
import { wakeWorkers } from '#app/core/doorbell'
import { answer, definePublic } from '#app/core/http/route'
import { announce } from '#app/live/hub'
import { recordClick } from '#app/links/record_click'
import { errorPage } from '#app/pages/layout'

const HTML = { contentType: 'text/html; charset=utf-8' } as const

/** Programs that look at every link of a text before a person does, by what they say of themselves. */
const MACHINES =
  /bot\b|crawl|spider|preview|facebookexternalhit|whatsapp|slurp|embedly|skypeuripreview|google-safety|safebrowsing|urlscan|curl\/|wget\/|python-|go-http|okhttp/i

async function note(code: string): Promise<void> {
  await transaction(async (tx) => {
    const click = await recordClick(tx, code)
    if (click === null) return
    tx.afterCommit(() => {
      if (click.isFirst) wakeWorkers('runs')
      announce(click.workspaceId, 'messages', 'contacts', 'runs')
    })
  })
}

/** Where a code leads: only ever to what an author wrote into a text. */
async function targetOf(db: Db, code: string): Promise<string | null> {
  const [link] = await db.query<{ url: string }>('SELECT url FROM links WHERE code = $1', [code])
  return link === undefined ? null : new URL(link.url).href
}

export const linkRoutes = [
  definePublic(
    {
      method: 'GET',
      path: '/l/:code',
      summary: 'A short link of a text: notes the click and leads on',
      params: z.object({ code: z.string().max(64) }),
      responses: { 302: null, 404: HTML },
    },
    async ({ db, params: { code }, http }) => {
      const location = /^[0-9A-Za-z]{10}$/.test(code) ? await targetOf(db, code) : null
      if (location === null) return answer(404, errorPage(404, 'This link leads nowhere, or no longer.'))
      const isPerson = http.request.method() === 'GET' && !MACHINES.test(http.request.header('user-agent') ?? '')
      // The person goes where the link leads, whether or not the click can be noted.
      if (isPerson)
        await note(code).catch((error: unknown) => process.stderr.write(`a click was not noted: ${String(error)}\n`))
      return answer(302, undefined, { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    },
  ),
]
