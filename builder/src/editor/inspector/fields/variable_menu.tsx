import { Braces } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { useFormFacts } from '../form_context.tsx'
import type { Variable } from '../variables.ts'

interface VariableMenuProps {
  onPick: (variable: Variable) => void
  label?: string
}

/** What can be put into a text: fields of the contact, the last reply, what earlier steps gave back. */
export function VariableMenu({ onPick, label = 'Insert' }: VariableMenuProps) {
  const { variables } = useFormFacts()
  const groups = [...new Set(variables.map((variable) => variable.group))]
  return (
    <Menu
      align="end"
      className="max-w-80"
      trigger={
        <Button size="sm" variant="ghost" icon={<Braces />} className="h-6.5">
          {label}
        </Button>
      }
      sections={groups.map((title) => ({
        title,
        items: variables
          .filter((variable) => variable.group === title)
          .map((variable) => ({
            label: variable.label,
            hint: <code className="font-mono">{variable.path}</code>,
            onSelect: () => onPick(variable),
          })),
      }))}
    />
  )
}
