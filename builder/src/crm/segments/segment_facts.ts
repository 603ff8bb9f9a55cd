import type { Graph, NodeContext } from '@soniarose/graph'
import { useMemo } from 'react'
import type { FormFacts } from '../../editor/inspector/form_context.tsx'
import { useSampleContacts } from '../../editor/inspector/lookups.ts'
import { variablesFor } from '../../editor/inspector/variables.ts'

const GRAPH: Graph = { schemaVersion: 1, name: '', settings: { reentry: 'never' }, nodes: [], edges: [] }
const CONTEXT: NodeContext = {}

/** What the rules of a segment may ask for: the fields of contacts, the workspace's own among them, and nothing of a run. */
export function useSegmentFacts(): FormFacts {
  const contacts = useSampleContacts().data
  return useMemo(() => {
    const own = [...new Set((contacts ?? []).flatMap((contact) => Object.keys(contact.attributes)))].sort()
    const known = variablesFor({ graph: GRAPH, context: CONTEXT }, '', own)
    return {
      graph: GRAPH,
      context: CONTEXT,
      nodeId: '',
      readOnly: false,
      variables: known.filter((variable) => variable.group === 'Contact'),
    }
  }, [contacts])
}
