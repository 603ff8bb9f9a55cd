import type { ReactNode } from 'react'
import { useMay } from '../../api/session.ts'
import { useSettings } from '../../api/settings.ts'
import type { Settings } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Fields } from '../../ui/read_only.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { QueryView } from '../shared/query_view.tsx'
import { useSettingsForm, type SettingsForm } from './use_settings_form.ts'

interface SettingsCardProps {
  title: string
  description?: ReactNode
  children: (form: SettingsForm) => ReactNode
}

/**
 * A card that edits some of the settings; its save bar shows only while there is something to save. Whoever may not change
 * them reads them.
 */
export function SettingsCard(props: SettingsCardProps) {
  const settings = useSettings()
  return (
    <QueryView
      query={settings}
      loading={
        <Card title={props.title} description={props.description}>
          <div className="flex flex-col gap-4">
            <Skeleton className="h-9 w-full" />
            <Skeleton className="h-9 w-2/3" />
          </div>
        </Card>
      }
    >
      {(saved) => <Loaded saved={saved} {...props} />}
    </QueryView>
  )
}

function Loaded({ saved, title, description, children }: SettingsCardProps & { saved: Settings }) {
  const form = useSettingsForm(saved)
  const may = useMay('settings:write')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        form.submit()
      }}
    >
      <Card
        title={title}
        description={description}
        footer={
          form.isDirty ? (
            <>
              <span className="text-sm text-ink-soft">Not saved yet</span>
              <span className="flex gap-2">
                <Button size="sm" onClick={form.discard}>
                  Discard
                </Button>
                <Button size="sm" type="submit" variant="primary" loading={form.saving}>
                  Save
                </Button>
              </span>
            </>
          ) : undefined
        }
      >
        <Fields readOnly={!may} className="flex flex-col gap-4">
          {children(form)}
        </Fields>
      </Card>
    </form>
  )
}
