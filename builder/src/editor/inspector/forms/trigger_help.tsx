import { Link } from 'react-router'
import { useMay } from '../../../api/session.ts'
import { WHO_MAY } from '../../../crm/shared/who_may_words.ts'
import { CopyButton } from '../../../ui/copy_button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Input } from '../../../ui/input.tsx'
import { useEditor } from '../../editor_context.tsx'

/** How a trigger is set off that nothing in this form sets off: by hand, or by another system. */
export function TriggerHelp({ on }: { on: string }) {
  const { workflowId } = useEditor()
  if (on === 'webhook') return <CallAddress path={`/api/workflows/${workflowId}/webhook`} about="It starts" />
  if (on === 'event') return <CallAddress path="/api/events" about="With its name, it comes" />
  if (on !== 'manual') return null
  return (
    <p className="text-sm text-ink-soft">
      Once it is published: choose people in <ToContacts /> and press “Start a workflow”, or open one of them.
    </p>
  )
}

const ToContacts = () => (
  <Link to="/crm/contacts" className="rounded-xs font-medium text-rose-ink hover:underline">
    Contacts
  </Link>
)

const code = 'rounded-xs bg-sunken px-1 font-mono text-xs'

function CallAddress({ path, about }: { path: string; about: string }) {
  const mayMake = useMay('tokens:write')
  const url = `${window.location.origin}${path}`
  return (
    <Field
      label="Address to call"
      hint={
        <>
          {about} for one contact: POST JSON with <code className={code}>phone</code> or{' '}
          <code className={code}>contactId</code>, what else belongs to it in <code className={code}>data</code>, and an
          API token as <code className={code}>Authorization: Bearer …</code>. Tokens with the scope{' '}
          <code className={code}>events:write</code> are made in{' '}
          <Link to="/crm/settings/tokens" className="rounded-xs font-medium text-rose-ink hover:underline">
            Settings
          </Link>
          .{mayMake ? '' : ` ${WHO_MAY['tokens:write']}`} Texts see the data as <code className={code}>trigger</code>.
        </>
      }
    >
      <span className="flex items-center gap-1">
        <Input
          aria-label="Address to call"
          readOnly
          value={url}
          className="font-mono text-xs"
          onFocus={(event) => event.target.select()}
        />
        <CopyButton text={url} label="Copy the address" />
      </span>
    </Field>
  )
}
