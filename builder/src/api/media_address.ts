const local = /^(localhost|127\.0\.0\.1|\[::1\])$/

/**
 * The address of a file as this page can load it. The server signs addresses with its public name; where that and the
 * page's are two names of this machine, the page's own is used, so that the browser takes it for the same origin.
 */
export function mediaAddress(url: string, page: { origin: string; hostname: string } = window.location): string {
  const target = new URL(url, page.origin)
  if (!local.test(target.hostname) || !local.test(page.hostname)) return target.href
  return `${page.origin}${target.pathname}${target.search}`
}
