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
  const { items, query } = request
  const { size, page, token } = readPlace(query)
  if (size > MAX_SIZE) return null
  const after = token === null ? -1 : items.findIndex((item) => `PA${item.sid}` === token)
  const start = after === -1 ? page * size : after + 1
  const shown = items.slice(start, start + size)
  const last = shown.at(-1)
  const more = start + size < items.length && last !== undefined
  const at = (place: Place): string => addressOf(request, { ...place, size })
  return {
    items: shown,
    frame: {
      end: Math.max(0, page * size + shown.length - 1),
      first_page_uri: at({ page: 0, token: null }),
      next_page_uri: more ? at({ page: page + 1, token: `PA${last.sid}` }) : null,
      page,
      page_size: size,
      previous_page_uri: page > 0 ? at({ page: page - 1, token: null }) : null,
      start: page * size,
      uri: at({ page, token }),
    },
  }
}

interface Place {
  page: number
  token: string | null
}

function readPlace(query: URLSearchParams): Place & { size: number } {
  const asked = Number(query.get('PageSize') ?? DEFAULT_SIZE)
  const page = Math.trunc(Number(query.get('Page') ?? 0))
  return {
    size: Number.isInteger(asked) && asked >= 1 ? asked : DEFAULT_SIZE,
    page: page > 0 ? page : 0,
    token: query.get('PageToken'),
  }
}

function addressOf(request: Omit<PageRequest<never>, 'items'>, place: Place & { size: number }): string {
  const params = new URLSearchParams(request.query)
  params.set('PageSize', String(place.size))
  params.set('Page', String(place.page))
  if (place.token === null) params.delete('PageToken')
  else params.set('PageToken', place.token)
  return `${request.path}?${params.toString()}`
}
