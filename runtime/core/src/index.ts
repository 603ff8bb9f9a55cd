export type { Json, JsonObject } from './json.ts'
export type { ContactFacts, OptInStatus } from './contact_facts.ts'
export * from './run_state.ts'
export type { IncomingReply, MessageOutcome, RunEvent, Signal } from './run_event.ts'
export type { StepRecord, StepStatus } from './step_record.ts'
export type { ContactPatch, Effect, EffectType } from './effect.ts'
export type { CompiledExit, CompiledGraph, CompiledReentry, CompiledTrigger } from './compiled_graph.ts'
export type { AdvanceResult } from './advance_result.ts'
export { CURRENT_BEHAVIOURS, NewerVersion, readBehaviours, type Behaviour, type Behaviours } from './behaviours.ts'
export { compile, compileVersion } from './compile.ts'
export { advance, STEP_BUDGET, STEPS_WITHOUT_WAIT } from './advance.ts'
export * from './start_run.ts'
export { checkExits, dueNow, exitRun, type ExitOrder } from './exit_run.ts'
export { evaluate, type Evaluation } from './conditions/evaluate.ts'
export { readPath, SCOPE_ROOTS, type ScopeSource } from './scope.ts'
export {
  checkTemplate,
  compileTemplate,
  OUTPUT_LIMIT,
  TemplateError,
  type CompiledTemplate,
  type TemplateOptions,
} from './template/template.ts'
export { ALLOWED_FILTERS, ALLOWED_TAGS } from './template/filters.ts'
export { checkPattern } from './reply/pattern.ts'
export { compileMatch, readReply, type ReplyHit, type ReplyMatcher } from './reply/match_reply.ts'
export { normaliseReply } from './reply/normalise.ts'
export { addDuration, parseDuration, type Duration } from './time/duration.ts'
export { fromLocal, isTimeZone, offsetAt, resolveZone, toLocal } from './time/zone.ts'
export { toIso } from './time/iso.ts'
export { instantOf, readDate, readInstant, type WrittenDate } from './time/read_date.ts'
export { derivedUuid, uuidv7 } from './uuid.ts'
export { unitHash } from './hash.ts'
export { applyContactEffects, patchContact } from './contact_changes.ts'
export { variablesIn } from './template/variables.ts'
export { lint } from './lint/lint.ts'
export { simulate } from './simulator/simulate.ts'
export type { Simulation, TraceEntry } from './simulator/trace.ts'
export {
  planMigration,
  type MigrationChoice,
  type MigrationFault,
  type NodePlan,
  type PlannedNode,
  type StayReason,
} from './migration/plan_migration.ts'
export { fateOf, type Fate, type RefusalReason, type Standing } from './migration/fate.ts'
export { explainPath, type PastVisit, type PathAnswer } from './why/explain_path.ts'
export { momentInWords, tellPath } from './why/tell_path.ts'
export { inWords, valueInWords } from './why/because.ts'
