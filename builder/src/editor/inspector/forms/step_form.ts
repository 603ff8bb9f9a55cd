import type { NodeData } from '@soniarose/graph'

/** What the form of a kind of step gets. */
export interface StepFormProps {
  data: NodeData
  /** Takes the whole new data and the name of the field that changed. */
  onChange: (data: NodeData, field: string) => void
  /** What is wrong, by path in the data: `branches.0.match`. */
  errors: ReadonlyMap<string, string>
}
