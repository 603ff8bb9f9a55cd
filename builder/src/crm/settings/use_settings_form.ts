import { useState } from 'react'
import { messageOf } from '../../api/problem.ts'
import { useSaveSettings } from '../../api/settings.ts'
import type { Settings } from '../../api/types.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { toast } from '../../ui/toast.tsx'

/**
 * Edits a few settings: what was changed stays here until it is saved or discarded, the rest follows the server.
 */
export function useSettingsForm(saved: Settings) {
  const [change, setChange] = useState<Partial<Settings>>({})
  const save = useSaveSettings()
  const value: Settings = { ...saved, ...change }
  const isDirty = Object.entries(change).some(
    ([key, next]) => JSON.stringify(next) !== JSON.stringify(saved[key as keyof Settings]),
  )
  const submit = () => {
    if (!isDirty) return
    save.mutate(change, {
      onSuccess: () => {
        setChange({})
        toast.success('Settings saved')
      },
      onError: (error) => toast.error('The settings weren’t saved', { description: messageOf(error) }),
    })
  }
  useShortcuts('Settings', [{ keys: 'mod+s', label: 'Save', run: submit, inFields: true }])
  return {
    value,
    set: (next: Partial<Settings>) => setChange({ ...change, ...next }),
    isDirty,
    submit,
    discard: () => setChange({}),
    saving: save.isPending,
    error: save.error,
  }
}

export type SettingsForm = ReturnType<typeof useSettingsForm>
