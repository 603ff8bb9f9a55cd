import type { Graph, NodeContext } from '@soniarose/graph'
import { createContext, use } from 'react'
import type { Variable } from './variables.ts'

/** What the fields of a step's form may need to know beside their own value. */
export interface FormFacts {
  graph: Graph
  context: NodeContext
  nodeId: string
  variables: readonly Variable[]
  /** The form only shows; nothing can be changed. */
  readOnly: boolean
}

const FormFactsContext = createContext<FormFacts | null>(null)

export const FormFactsProvider = FormFactsContext.Provider

/** The facts of the form that a field stands in. */
export function useFormFacts(): FormFacts {
  const facts = use(FormFactsContext)
  if (facts === null) throw new Error('A form field was drawn outside a step’s form')
  return facts
}
