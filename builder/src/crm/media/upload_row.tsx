import { CircleAlert, LoaderCircle, X } from 'lucide-react'
import { IconButton } from '../../ui/icon_button.tsx'
import { Progress } from '../../ui/progress.tsx'

export interface UploadState {
  key: number
  name: string
  /** 0 to 1. */
  share: number
  problem: string | null
}

/** One upload: how far it is, or why it failed. */
export function UploadRow({ upload, onDismiss }: { upload: UploadState; onDismiss: () => void }) {
  return (
    <li className="flex items-center gap-3 rounded-md border border-line bg-raised px-3.5 py-2.5">
      {upload.problem ? (
        <CircleAlert className="size-5 shrink-0 text-bad" />
      ) : (
        <LoaderCircle className="size-5 shrink-0 animate-spin text-rose motion-reduce:animate-none" />
      )}
      <div className="min-w-0 flex-1">
        <p className="truncate text-base font-medium">{upload.name}</p>
        {upload.problem ? (
          <p role="alert" className="text-sm text-bad-ink">
            {upload.problem}
          </p>
        ) : (
          <Progress value={upload.share} label={`Upload of ${upload.name}`} className="mt-1 h-1.5" />
        )}
      </div>
      {upload.problem ? <IconButton size="sm" label="Dismiss" icon={<X />} onClick={onDismiss} /> : null}
    </li>
  )
}
