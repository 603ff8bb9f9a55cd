import { completeScript, DEFAULT_SCRIPT } from './delivery/delivery_script.ts'
import type { FullScript } from './delivery/delivery_script.ts'
import { RuleBook } from './delivery/rule_book.ts'
import type { MessageMedia } from './messages/message.ts'
import { MessageStore } from './messages/message_store.ts'
import type { Call } from './calls/call.ts'
import type { Settings } from './options.ts'
import { Accounts } from './state/accounts.ts'
import { EventLog } from './state/events.ts'
import { Ledger } from './state/ledger.ts'
import { OptOuts } from './state/opt_outs.ts'
import { seededRandom } from './state/random.ts'
import { RequestRate } from './state/request_rate.ts'
import { Scheduler } from './state/scheduler.ts'
import { Senders } from './state/senders.ts'
import { WebhookClient } from './webhooks/webhook_client.ts'

/** All that one emulator knows. Every part of it works on this. */
export interface World {
  readonly settings: Settings
  readonly scheduler: Scheduler
  readonly accounts: Accounts
  readonly senders: Senders
  readonly optOuts: OptOuts
  readonly messages: MessageStore
  readonly calls: Map<string, Call>
  readonly ledger: Ledger
  readonly events: EventLog
  readonly rules: RuleBook
  readonly rate: RequestRate
  readonly webhooks: WebhookClient
  readonly random: () => number
  /** The time that an account's resources bear, ms since 1970. */
  readonly clock: (accountSid: string) => number
  /** In force for texts that no rule speaks of. */
  delivery: FullScript
  listLagMs: number
  /** Requests that aren't answered yet (those left hanging by a fault don't count). */
  requestsUnderWay: number
  /** Outbound texts whose media are being fetched. */
  mediaUnderWay: number
  /** Files of outbound texts whose bytes are kept, oldest first. */
  fetchedMedia: MessageMedia[]
  /** Where this emulator is reached, with its prefix: for media addresses. */
  publicUrl: string
}

/** An empty world as the settings want it. */
export function createWorld(settings: Settings): World {
  const scheduler = new Scheduler()
  const now = (): number => scheduler.now()
  const random = seededRandom(settings.seed)
  return {
    settings,
    scheduler,
    accounts: new Accounts(settings.unknownAccounts),
    senders: new Senders(),
    optOuts: new OptOuts(),
    messages: new MessageStore(settings.keep),
    calls: new Map(),
    ledger: new Ledger(settings.ledger, now),
    events: new EventLog(settings.keepEvents, now),
    rules: new RuleBook(random),
    rate: new RequestRate(settings.requestsPerSecond),
    webhooks: new WebhookClient({ concurrency: settings.webhookConcurrency, dial: settings.dial ?? ((url) => url) }),
    random,
    clock: settings.clock ?? now,
    delivery: completeScript(settings.delivery, DEFAULT_SCRIPT),
    listLagMs: 0,
    requestsUnderWay: 0,
    mediaUnderWay: 0,
    fetchedMedia: [],
    publicUrl: (settings.publicUrl ?? 'http://127.0.0.1') + settings.prefix,
  }
}
