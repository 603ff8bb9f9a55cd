export { importStudioFlow, isStudioFlow } from './import_flow.ts'
export type { StudioImport } from './import_flow.ts'
export type { Fate, ImportReport, ReportLine } from './report.ts'
