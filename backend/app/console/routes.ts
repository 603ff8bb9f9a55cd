import type { HttpContext } from '@adonisjs/core/http'
import { z } from 'zod'
import { answer, content, definePublic, noContent } from '#app/core/http/route'
import { errorPage } from '#app/pages/layout'
import { staticFile, type StaticFile } from '#app/console/static_files'

const HTML = { contentType: 'text/html; charset=utf-8' } as const
const ANY = { contentType: 'application/octet-stream' } as const

function send(http: HttpContext, file: StaticFile, cacheControl: string) {
  const packed = file.gzip !== null && /\bgzip\b/.test(http.request.header('accept-encoding') ?? '')
  const headers = { 'content-type': file.contentType, 'cache-control': cacheControl, vary: 'accept-encoding' }
  return packed && file.gzip !== null
    ? content(file.gzip, { ...headers, 'content-encoding': 'gzip' })
    : content(file.plain, headers)
}

/** The console is one page: it shows what the address says, and the sign-in to who isn't signed in. */
const consolePaths = ['/crm', '/crm/*', '/dev/phone'].map((path) =>
  definePublic(
    { method: 'GET', path, summary: 'The console', responses: { 200: HTML, 503: HTML } },
    async ({ http }) => {
      const file = await staticFile('index.html')
      if (file === null) return answer(503, errorPage(503, 'The console is not built yet. Run: node ace.js start'))
      return send(http, file, 'no-cache')
    },
  ),
)

export const consoleRoutes = [
  ...consolePaths,
  definePublic(
    {
      method: 'GET',
      path: '/assets/:file',
      summary: 'A file of the console; its name changes with its content',
      params: z.object({ file: z.string().max(200) }),
      responses: { 200: ANY, 404: null },
    },
    async ({ params: { file: name }, http }) => {
      const file = await staticFile(`assets/${name}`)
      return file === null ? answer(404, undefined) : send(http, file, 'public, max-age=31536000, immutable')
    },
  ),
  definePublic(
    { method: 'GET', path: '/favicon.ico', summary: 'No icon of its own: pages name theirs', responses: { 204: null } },
    async () => noContent(),
  ),
]
