const DEFAULT_SIZE = 50
const MAX_SIZE = 1_000

/** What every list of the 2010 API has beside its items. Addresses are relative to the API's base address. */
export interface PageFrame {
  end: number
  first_page_uri: string
  next_page_uri: string | null
  page: number
  page_size: number
  previous_page_uri: string | null
  start: number
  uri: string
}

export interface PageRequest<T> {
  items: T[]
  query: URLSearchParams
  path: string
}

/**
 * Cuts one page out of a list. The token names the last item of the page before, so that items which come in meanwhile
 * don't shift the next page. Null when the page size is over 1,000.
 */
export function pageOf<T extends { sid: string }>(request: PageRequest<T>): { frame: PageFrame; items: T[] } | null {
  const { items, query, path } = request
  const asked = Number(query.get('PageSize') ?? DEFAULT_SIZE)
  const size = Number.isInteger(asked) && asked >= 1 ? asked : DEFAULT_SIZE
  if (size > MAX_SIZE) return null
  const page = Math.max(0, Math.trunc(Number(query.get('Page') ?? 0)) || 0)
  const token = query.get('PageToken')
  const after = token === null ? -1 : items.findIndex((item) => `PA${item.sid}` === token)
  const start = token === null || after === -1 ? page * size : after + 1
  const shown = items.slice(start, start + size)
  const last = shown.at(-1)
  const more = start + size < items.length && last !== undefined
  const uri = (number: number, pageToken: string | null): string => {
    const params = new URLSearchParams(query)
    params.set('PageSize', String(size))
    params.set('Page', String(number))
    if (pageToken === null) params.delete('PageToken')
    else params.set('PageToken', pageToken)
    return `${path}?${params}`
  }
  return {
    items: shown,
    frame: {
      end: Math.max(0, page * size + shown.length - 1),
      first_page_uri: uri(0, null),
      next_page_uri: more ? uri(page + 1, `PA${last.sid}`) : null,
      page,
      page_size: size,
      previous_page_uri: page > 0 ? uri(page - 1, null) : null,
      start: page * size,
      uri: uri(page, token),
    },
  }
}
