import { style } from '#app/pages/style'

/** Text as it may stand in HTML, in an attribute's quotes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const rose = `<svg viewBox="0 0 32 32" fill="none" aria-hidden="true"><circle cx="16" cy="13" r="10" fill="var(--rose)"/>
<path d="M16 6.5c3.6 0 6 2.4 6 5.6 0 3.4-2.6 6-6.2 6-3 0-5.1-2-5.1-4.7 0-2.4 1.8-4.2 4.2-4.2 2 0 3.4 1.3 3.4 3.1 0 1.5-1.1 2.6-2.6 2.6" stroke="var(--on-rose)" stroke-width="1.7" stroke-linecap="round"/>
<path d="M16 23v6.5M16 27c2.4-.2 4.3-1.3 5.4-3.2" stroke="var(--soft)" stroke-width="1.8" stroke-linecap="round"/></svg>`

export interface Page {
  title: string
  /** HTML, with everything that came from outside escaped. */
  body: string
  description?: string
  /** As wide as the landing page; text pages are narrower. */
  wide?: boolean
}

/** A whole public page. It works without JavaScript, in light and dark, on a phone. */
export function page({ title, body, description, wide = false }: Page): string {
  const about = description === undefined ? '' : `<meta name="description" content="${escapeHtml(description)}">`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · SoniaRose</title>${about}<style>${style}</style></head>
<body><header><a class="brand" href="/">${rose}SoniaRose</a><nav aria-label="Site"><a href="/privacy">Privacy</a><a href="/terms">Terms</a><a href="/crm/dashboard">Sign in</a></nav></header>
<main${wide ? '' : ' class="narrow"'}>${body}</main>
<footer><span>SoniaRose</span><a href="/privacy">Privacy</a><a href="/terms">Terms</a><a href="/api/docs">API</a></footer></body></html>`
}

const headings: Record<number, string> = {
  403: 'Not allowed',
  404: 'Nothing here',
  429: 'One moment',
  503: 'Back in a moment',
}

/** A page that says what went wrong, and nothing about how we work inside. */
export function errorPage(status: number, detail: string): string {
  const heading = headings[status] ?? 'Something went wrong'
  return page({
    title: heading,
    body: `<h1>${heading}</h1><p class="lead">${escapeHtml(detail)}</p><p><a href="/">Back to the start</a></p>`,
  })
}
