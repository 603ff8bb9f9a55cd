import type { ReactFlowState } from '@xyflow/react'
import { createContext, use } from 'react'

/**
 * How much of a workflow is drawn: `near` all of it, `far` icon and name only, `tiny` coloured boxes and plain lines,
 * since nothing else could be read.
 */
export type Detail = 'near' | 'far' | 'tiny'

const FAR = 0.4
const TINY = 0.22

/** The detail at the present zoom, for one subscription of the whole canvas. */
export const detailOf = ({ transform: [, , zoom] }: ReactFlowState): Detail =>
  zoom >= FAR ? 'near' : zoom >= TINY ? 'far' : 'tiny'

const DetailContext = createContext<Detail>('near')

export const DetailProvider = DetailContext.Provider

/** How much of itself a card or a connection draws. */
export const useDetail = (): Detail => use(DetailContext)
