import { useRef, type ReactNode } from 'react'
import { cn } from '../../../ui/cn.ts'
import { Field } from '../../../ui/field.tsx'
import { Textarea } from '../../../ui/input.tsx'
import { useFormFacts } from '../form_context.tsx'
import { asText, orNothing, type WidgetProps } from './field_props.ts'
import { VariableMenu } from './variable_menu.tsx'

type TemplateFieldProps = Omit<WidgetProps, 'errors'> & {
  error?: string | null
  hint?: ReactNode
  /** A field that must stay a text, even an empty one. */
  keepEmpty?: boolean
}

/** How a variable is written in a text; names get a stand-in for people whose name isn't known. */
function writeVariable(path: string): string {
  return path === 'contact.firstName' ? `{{ ${path} | default: 'friend' }}` : `{{ ${path} }}`
}

/** A text that may hold `{{ … }}`, with a menu of what can be put in. */
export function TemplateField({ field, value, onChange, error, hint, keepEmpty }: TemplateFieldProps) {
  const { readOnly } = useFormFacts()
  const box = useRef<HTMLDivElement>(null)
  const text = asText(value)

  const insert = (path: string) => {
    const area = box.current?.querySelector('textarea')
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [text.length, text.length]
    const written = writeVariable(path)
    onChange(text.slice(0, from) + written + text.slice(to))
    requestAnimationFrame(() => {
      area?.focus()
      area?.setSelectionRange(from + written.length, from + written.length)
    })
  }

  return (
    <Field
      label={field.title}
      required={field.required}
      hint={hint ?? field.description}
      error={error}
      aside={readOnly ? null : <VariableMenu onPick={(variable) => insert(variable.path)} />}
    >
      <div ref={box}>
        <Textarea
          value={text}
          rows={field.hints.rows ?? 2}
          autoGrow
          readOnly={readOnly}
          placeholder={field.hints.placeholder}
          spellCheck={!field.hints.mono}
          className={cn(field.hints.rows === undefined && 'min-h-10', field.hints.mono && 'font-mono text-sm')}
          onChange={(event) =>
            onChange(keepEmpty || field.required ? event.target.value : orNothing(event.target.value))
          }
        />
      </div>
    </Field>
  )
}
