/** One word or phrase between bars or line ends. */
function setOf(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/[|\n]/))
}

/**
 * Whole-message words, in plain form (lower case, no accents, words apart by one space).
 * Carrier words: Twilio's default handling (STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT · START YES UNSTOP ·
 * HELP INFO). Per-se words: 47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel, unsubscribe.
 * The rest: Canadian carriers' French words, Spanish ones in use, and slips of the thumb.
 */
export const STOP_WORDS: ReadonlySet<string> = setOf(`
stop|stopall|stop all|unsubscribe|unsubscribe all|cancel|cancel all|end|end all|quit|quit all|revoke
revoke all|optout|opt out|opt me out|optout all|opt out all|st0p|stopp|stpo|sotp|tsop|dtop|stop it|stop this
stops|unsub|un subscribe|unsubcribe|unsuscribe|unsubscibe|unsubsribe|unsubscrib|unsubscripe|usubscribe
unsubscribed|cancle|quitt|quit it|revok|opt outt|opting out|stop2end|stop2stop|stop2quit|stop 2 end
stop 2 stop|stop 2 quit|stop to end|stop to stop|stop to quit|stop to cancel|stop to opt out|stop to optout
stop to unsubscribe|reply stop|text stop|send stop|txt stop|remove|remove from list|remove from your list
remove from this list|alto|parar|pare|paren|para|basta|ya basta|cancelar|cancela|cancele|cancelen|baja
dar de baja|darme de baja|dame de baja|deme de baja|denme de baja|detener|detente|detenga|detengan|detenganse
deten|salir|terminar|fin|desuscribir|desuscribirme|desuscribirse|desuscripcion|desinscribir|desinscribirme
anular|revocar|no mas|ya no|ya no mas|borrar|borrame|borrarme|eliminar|eliminame|quitame|sacame|quitenme
saquenme|arret|arreter|arrete|arretez|desabonner|desabonne|desabonnez|desabonnement|me desabonner
se desabonner|desabonnez moi|desinscrire|me desinscrire|desinscription|desinscrivez moi|annuler|annule
annulez|resilier|resiliation|retirer|retirez moi|cesser|cessez|revoquer|terminer|ca suffit|suffit|arretez ca
arrete ca|stoppez|stopper|stop pub|stop pubs|stop sms`)

/** Only these may begin or end a longer text as a sentence of their own and still mean "stop". */
export const SENTENCE_STOP_WORDS: ReadonlySet<string> = setOf(`
stop|stopall|stop all|unsubscribe|unsubscribe me|unsub|optout|opt out|opt me out|quit|revoke|stop it
stop this|stop to end|stop to opt out|alto|basta|ya basta|arret|arretez|desabonnement|baja`)

/**
 * Mean "text me again", from somebody who is opted out, and as the whole text. Source: Twilio's "Support for opt-out
 * keywords"; "YES please" is none of them, so Twilio's block would stay.
 */
export const START_WORDS: ReadonlySet<string> = new Set(['start', 'yes', 'unstop'])

/** The network's, for toll-free numbers. */
export const TOLL_FREE_START_WORDS: ReadonlySet<string> = new Set(['start', 'unstop'])

export const HELP_WORDS: ReadonlySet<string> = setOf(`
help|info|help me|need help|i need help|help info|helpme|hlep|hepl|ayuda|ayudame|ayudenme|informacion
necesito ayuda|auxilio|aide|aidez moi|aide moi|besoin d aide|j ai besoin d aide|infos`)

/** Words that add politeness, haste or a greeting, and change nothing. */
export const FILLERS: ReadonlySet<string> = setOf(`
please|pls|plz|plse|pleas|pleaz|plis|kindly|now|thanks|thank you|thankyou|thanx|thx|ty|tks|ok|okay|hi|hello
hey|dear|just|sir|maam|asap|immediately|right away|right now|already|sms|i said|i say|and|por favor|porfavor
porfa|gracias|ya|ahora|hola|s il vous plait|sil vous plait|s il te plait|sil te plait|svp|stp|merci|bonjour
maintenant|tout de suite`)

/** "No. STOP", "yes stop": an answer before the word, for words that can't answer a question themselves. */
export const ANSWERS: ReadonlySet<string> = setOf(`
no|nope|nah|yes|yeah|yep`)

/** Signs that "stop" is said in fun. */
export const PLAYFUL_WORDS =
  / (?:lol|lmao|lmfao|rofl|ha|haha|hahaha|hahahaha|hehe|jk|kidding|joking|jaja|jajaja|mdr|ptdr|laugh|laughing|hilarious|funny|blushing|cute|hammer|collaborate|sweet|kind|omg) /
