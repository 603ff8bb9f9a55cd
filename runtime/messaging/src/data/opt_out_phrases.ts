/**
 * Plain-language opt-outs. Each pattern runs over a text in plain form: lower case, no accents or apostrophes, words
 * apart by one space, `|` for the end of a sentence, `,` for a comma, a space at both ends. So `E` is "here the clause
 * ends". A match that a negation precedes ("please don't …") doesn't count.
 */
const E =
  '(?= (?:(?:please|pls|plz|now|thanks|thank you|thx|asap|immediately|anymore|already|right now|right away|ok|okay|for good|forever|today|and|ever again|again|svp|merci|por favor|gracias|s il vous plait) )*[|,])'
const TEXTS =
  '(?:texts?|txts?|txt|messages?|msgs?|mssgs?|sms|smses|texting|messaging|spam|spamming|alerts?|notifications?|reminders?|promos?|promotions?|promotional|offers?|ads?|advertisements?|marketing|updates?|communications?|calls?|calling|emails?|stuff|crap|shit|garbage|junk|links?|subscriptions?)'
const DETERMINERS =
  '(?:(?:me|us|any|anymore|marketing|promotional|promo|sms|phone|these|this|that|those|all|the|your|ur|my|so|many|of|more|further|future|such|stupid|damn|fucking|freaking|annoying|unwanted|text|automated|daily|with) )*'
const LISTS =
  '(?:(?:mailing|mail|text|texting|sms|contact|contacts|call|calling|phone|marketing|message|messaging|distribution|email|subscriber) )*(?:lists?|database|data base|system|contacts|records|texts?|messages|sms|messaging|subscription|subscriptions|group text|group chat)'
const VERBS = '(?:text|txt|message|msg|contact|call|sms|write|bother|spam|harass|annoy|email|bug|hit)'
const VERBING =
  '(?:texting|texing|textin|txting|messaging|msging|messageing|contacting|calling|smsing|writing|bothering|spamming|harassing|annoying|bugging|emailing|hitting|blowing up|blowing|soliciting|pestering)'
const ME = '(?:me|us|this number|my number|my phone|this phone|my cell)'

const PATTERNS: readonly string[] = [
  // stop / quit / cease texting me
  `(?:stop|quit|cease|end|no more) ${VERBING} (?:to )?${ME}`,
  `(?:stop|quit|cease|no more) ${VERBING}${E}`,
  `(?:stop|quit|cease) (?:sending|sendin|sent|send|w|with)(?: to)? ${DETERMINERS}${TEXTS}`,
  `(?:stop|quit|cease) sending(?: ${ME})?(?: (?:these|this|those|anything|things|it|more|anymore))?${E}`,
  `(?:stop|cease|quit|end|cancel|discontinue|turn off|block) ${DETERMINERS}${TEXTS}${E}`,
  `(?:stop|quit|cease) (?:receiving|getting) ${DETERMINERS}${TEXTS}`,
  `(?:stop|quit) contact(?: me)?${E}`,
  `(?:(?:want|wish|like|need) (?:you|u|this|it|them|these|yall|you guys) to (?:please )?(?:stop|quit)|(?:want|wish|like) to (?:stop|opt out|end this|revoke))${E}`,
  `(?:can|could|would|will|cant|wont) (?:you|u|yall|you guys) (?:please |pls |just |kindly )*(?:stop|quit|stop it|stop this|quit it)(?: please| now)?${E}`,
  `(?:you|u|yall) (?:need|have|must|should|ought|got|gotta|better)(?: to)? (?:please )?(?:stop|quit)${E}`,
  `(?:make|makes) (?:it|this|them|these) stop${E}`,
  '(?:(?:if|until) (?:you|u) (?:dont|do not|wont|will not|cant|refuse to)|unless (?:you|u)) (?:stop|quit)(?! (?:by|in|at|for|over|on|to|here|there))',
  'i (?:said|told you|told u|already said|already told you)(?: to| u to| you to)? stop',
  `how (?:do|can|would|to) (?:i |you |we )?(?:stop|(?:stop|end|quit|cancel) ${DETERMINERS}(?:${TEXTS}|this|these))${E}`,
  `how (?:do|can|would|to) (?:i )?(?:get|be) (?:off|removed|taken off|unsubscribed)`,
  '[|] (?:please|pls|plz) stop (?:i have|i dont|i didnt|i am not|im not|i already|i never|i do not|this is|its|it is)(?= )',
  '(?:stop|quit) or (?:i|im|ill|i ll|my|else|we)',
  'cease and desist',
  `(?:please|pls|plz|kindly) (?:stop|end|quit|cease) ${DETERMINERS}${TEXTS}(?= (?:i|im|it|its|they|you|u|this|that|because|before|until|or|from|and)(?= ))`,
  `(?:scam|scammers?|spam|spammers?|reported|blocked|harassment) stop${E}`,
  // unsubscribe, opt out, revoke
  'unsubscribe(?! (?:link|button|page|rate|email|form|option|to stay|later|anytime|any time|whenever|at any))',
  `(?:opt|opting|opted) (?:me |us )?out${E}`,
  `(?:opt|opting) (?:me |us )?out (?:of|from) ${DETERMINERS}(?:${TEXTS}|${LISTS}|program|service|campaign|everything)`,
  'optout',
  `opt (?:me|us) out${E}`,
  'opt me out',
  `(?:revoke|revoking|withdraw|withdrawing|rescind) (?:all |any |my |our )*(?:prior |express |written )*(?:consent|permission|authorization)`,
  `cancel ${DETERMINERS}(?:subscription|subscriptions|texts|messages|sms|alerts)`,
  `(?:end|stop|discontinue|terminate) (?:my|this|the|our) (?:subscription|texts|messages|conversation|communication)`,
  // remove me, take me off
  `remove (?:me|us)(?: please)?${E}`,
  `(?:remove|take|get|delete|drop|scratch|strike) (?:me|us|this number|my number|my phone number|my phone|my name|my info|my information|this phone|number) (?:off|from|out of|off of|of) (?:of |from )?(?:(?:your|ur|this|the|that|these|all|any|yalls) )*${LISTS}`,
  `(?:take|get) (?:me|us|my number|this number|my name) off(?: please| now| of this| of here| this)?${E}`,
  `(?:remove|delete|erase|lose|forget|block|drop|purge|clear) (?:this |my )(?:phone |cell )?(?:number|contact|info)`,
  `(?:remove|delete) number`,
  `delete me${E}`,
  `be (?:removed|taken off|taken out|deleted|dropped)(?: (?:from|of|off|out))* (?:(?:your|ur|this|the|these|all|any) )*${LISTS}`,
  `(?:want|need|like|wish|ask|asked|asking) to be (?:removed|taken off|unsubscribed|opted out|deleted)${E}`,
  `(?:want|let me|get me|need) (?:off|out of|out off) (?:(?:your|ur|this|the|these|all|of) )*${LISTS}`,
  `i want (?:out|off)${E}`,
  'remove me from (?:this|here|future|all of)',
  // do not text me
  `(?:dont|do not|dnt|never|no longer|please not|stop and dont) (?:ever |please |you ever |u ever )?${VERBS} ${ME}`,
  `(?:dont|do not|never) (?:ever )?(?:send|sent) (?:me |us |this number )?(?:any|anymore|another|more|these|this|texts?|messages?|msgs?|sms|anything|stuff|your|future|further)`,
  `(?:dont|do not|dnt|never|no longer|not) (?:wish|want|wanna|wanted|care|like|need|agree|consent|authorize|interested in|asked)(?: to)?(?: keep| be)? ?(?:receive|receiving|get|getting|see|have|hear|be|being|any|more|contacted|texted)? ?${DETERMINERS}${TEXTS}`,
  `(?:dont|do not|never|no longer) (?:wish|want|care|consent|agree) to (?:be )?(?:contacted|texted|messaged|called|bothered|hear from|be on (?:this|your|the) list|be (?:texted|contacted|messaged|called|bothered|solicited))`,
  `no (?:more|further|additional) (?:of )?${DETERMINERS}${TEXTS}`,
  `no more(?: please| thanks| thank you)?${E}`,
  `(?:dont|do not|no longer|never) (?:want|wish|need|care) (?:to )?(?:get|receive|see|have) (?:these|any of|any more of|anything (?:from|else))`,
  `no longer (?:want|wish|need) (?:these|this|any|to)${E}`,
  '(?:never|didnt|did not|dont|do not) (?:ever )?(?:gave|give|given) (?:you |u |anyone |yall )*(?:my )?(?:permission|consent)',
  `(?:didnt|did not|do not|dont|never) consent(?:ed)?(?: to (?:this|these|any|be|receive|receiving))?${E}`,
  '(?:never|not ever) (?:text|contact|message|call) (?:me|us|this)',
  'no (?:text|texts|texting|messages|sms) (?:please|pls|anymore|again)',
  `(?:i )?(?:didnt|did not|never) (?:sign|signed) up for (?:this|these|your|any|texts|sms)`,
  `(?:do not|dont) (?:call|contact|text|disturb) list`,
  `please no (?:more )?(?:texts|texting|messages|sms)`,
  // leave me alone
  'leave (?:me|us) (?:the (?:hell|fuck|heck) )?(?:alone|be)(?! (?:with|for|in))',
  'lose my number',
  `go away${E}`,
  `[|] (?:please )?(?:just )?(?:fuck|f|piss|bugger|buzz|screw) off${E}`,
  `get lost${E}`,
  // somebody else's number
  `[|,] (?:(?:i think|sorry|hi|hello|you|u|youve|got|have|has|the|this|is|a|its|it|texting|texted|number|im|not|youre|ur) )*wrong (?:number|person)(?: (?:please|sorry|here|bro|dude|buddy|man|lady|fyi|maam|sir|stop))*${E}`,
  // Spanish
  `(?<! no )(?:dejen?|dejenme|deja|pare|paren|para|parar|detenga|detengan) (?:ya )?de (?:(?:me|estar) )?(?:mandar|mandarme|mandando|enviar|enviarme|enviando|escribir|escribirme|escribiendo|molestar|molestarme|molestando|contactarme|llamarme|textearme|textear|mensajear|mensajearme|spamear)`,
  `no (?:me )?(?:mande|manden|mandes|envie|envien|envies|escriba|escriban|escribas|moleste|molesten|molestes|contacte|contacten|contactes|llamen|llame|textee|texteen|texteen) (?:mas|nada|nunca|mensajes|textos|sms)`,
  `no me (?:escriba|escriban|escribas|moleste|molesten|molestes|contacte|contacten|contactes|textee|texteen|mande|manden|mandes|envie|envien|envies)${E}`,
  `(?:no|ya no) (?:quiero|deseo|me interesa|necesito) (?:seguir )?(?:recibir|recibiendo|que me (?:escriban|manden|envien|molesten|contacten)|(?:tener |ver )?(?:(?:mas|sus|estos|tus|los|ningun|estas|esos|de) )*(?:mensajes?|textos?|sms|notificaciones|promociones|publicidad|llamadas)|mas${E})`,
  'no (?:mas|quiero) (?:mensajes|mensaje|textos|texto|sms|notificaciones|publicidad|promociones)',
  `(?:quite|quiten|quita|saque|saquen|saca|borre|borren|borra|elimine|eliminen|elimina|remueva|remuevan) (?:mi numero|mi telefono|mi contacto|este numero)`,
  '(?:quiteme|quitenme|quitame|saqueme|saquenme|sacame|borreme|borrenme|borrame|elimineme|eliminenme|eliminame|remuevame|remuevanme|quitarme|sacarme|borrarme|eliminarme) (?:de|ya|por)',
  `(?:dar|dame|deme|denme|darme|darse|darnos|dadme|pido|quiero|solicito)(?: (?:la|que me den|darme))* (?:de )?baja(?! (?:temperatura|calidad|presion))`,
  '(?:cancelar|cancele|cancelen|cancela|anular|anule) (?:mi |la |esta )?(?:suscripcion|subscripcion)',
  'desuscribir(?:me|se|nos)?',
  'desuscribanme',
  'desuscribeme',
  `(?:dejame|dejeme|dejenme|dejadme) en paz`,
  `numero equivocado${E}`,
  `no molest(?:ar|en|es|e)(?: mas)?${E}`,
  'borren? mi numero',
  `como (?:me )?(?:doy de baja|cancelo (?:estos|los) mensajes|desuscribo|paro (?:estos|los) mensajes|dejo de recibir)`,
  `(?<! no )(?:paren|pare|dejen|deje|basta|alto) (?:ya )?(?:con|de|a) (?:(?:los|las|estos|esos|sus|tus|tantos|mas|todos) )*(?:mensajes|mensajitos|textos|sms|spam|promociones|notificaciones)`,
  // French
  `(?<! n )(?:arrete|arretez|arreter|cessez|cesse|cesser) (?:tout de suite )?(?:de |d )(?:m |me |nous )?(?:envoyer|ecrire|texter|contacter|harceler|deranger|spammer|importuner|embeter|appeler|solliciter)`,
  `(?:arretez|arreter|stoppez|stopper|stop|cessez) (?:avec )?(?:les|ces|vos|aux|tous les|tous ces) (?:sms|messages|textos|textes|pubs|publicites|envois|spams|notifications)`,
  `(?:ne )?(?:veux|veut|voudrais|souhaite|desire) (?:plus|pas) (?:(?:de|vos|ces|aucun|jamais|plus|d) )*(?:recevoir|etre contactee?|etre derangee?|messages?|sms|textos?|pubs?|publicites?)`,
  'ne plus (?:recevoir|me contacter|etre contacte|m ecrire|m envoyer|me deranger|me texter)',
  '(?:ne )?(?:m envoyez|m envoie|m ecrivez|m ecris|me contactez|me contacte|me textez|me texte|me derangez|m appelez) plus',
  `plus (?:jamais )?(?:de|aucun) (?:sms|messages?|textos?|texto|pubs?|publicites?)${E}`,
  '(?:retirez|retire|enlevez|enleve|supprimez|supprime|effacez|rayez|otez|retirer|supprimer|enlever|effacer) (?:moi |mon |mon nom |mon numero |ce |nous |me )?(?:numero|de (?:la|votre|vos|cette|ta) (?:listes?|base|fichiers?|envois?)|moi(?= [|,]))',
  '(?:me|nous|se) (?:desabonne|desinscris|desabonner|desinscrire|retirer de (?:la|votre) liste)',
  '(?:desabonnez|desabonne|desinscrivez|desinscris|desabonner|desinscrire) (?:moi|nous|de)',
  '(?:laissez|laisse|foutez|fichez|fous|fiche|lachez|lache) (?:moi|nous) (?:tranquille|la paix|en paix)',
  '(?:annuler|annulez|resilier|resiliez) (?:mon|l|cet|cette|mon l) ?(?:abonnement|inscription)',
  `(?:mauvais|faux) numero${E}`,
  'comment (?:me |se |faire pour (?:me |ne plus ) ?)?(?:desabonner|desinscrire|arreter (?:les|ces|vos)|recevoir)',
]

/** Every phrase has one of these words; a text without any needs no further look. */
export const STOP_TRIGGERS =
  / (?:stop|quit|cease|end|no|cancel|discontinue|turn|block|unsubscribe|opt|opting|opted|optout|revoke|revoking|withdraw|withdrawing|rescind|terminate|remove|take|get|delete|drop|scratch|strike|erase|lose|forget|purge|clear|removed|taken|deleted|dropped|unsubscribed|out|dont|do|dnt|never|not|didnt|did|leave|go|off|lost|wrong|dejen?|dejenme|deja|dejeme?|dejame|dejadme|paren?|para|parar|detenga|detengan|quiten?|quita|quiteme|quitenme|quitame|quitarme|saquen?|saca|saqueme|saquenme|sacame|sacarme|borren?|borra|borreme|borrenme|borrame|borrarme|elimine|eliminen|elimina|elimineme|eliminenme|eliminame|eliminarme|remueva|remuevan|remuevame|remuevanme|baja|cancelar|cancele|cancelen|cancela|anular?|anule|desuscrib\w*|equivocado|como|basta|alto|arreter?|arretez|cessez|cesser?|stoppez|stopper|plus|veux|veut|voudrais|souhaite|desire|retirez?|retirer|enlevez?|enlever|supprimez?|supprimer|effacez|effacer|rayez|otez|desabonn\w*|desinscri\w*|laissez?|foutez|fichez?|fous|lachez?|annulez|annuler|resilier|resiliez|numero|comment)(?= )/

export const STOP_PHRASES: readonly RegExp[] = PATTERNS.map((pattern) => new RegExp(` (?:${pattern})(?= )`, 'g'))

/** Whether one of them occurs at all: the same question, asked of a text that has none, in a fiftieth of the time. */
export const ANY_STOP_PHRASE = new RegExp(` (?:${PATTERNS.join('|')})(?= )`)

/** What turns the phrase after it round: "don't …", "never …", "I can't …", "no quiero …". Tried at the end of what precedes. */
export const NEGATION_BEFORE =
  / (?:dont|do not|didnt|did not|doesnt|does not|never|cant|cannot|can not|couldnt|could not|wont|will not|wouldnt|shouldnt|isnt|arent|wasnt|not|without|nobody|no one|hardly|barely|nunca|sin|jamais|sans|pas|havent|dnt)(?: (?:ever|please|you dare|even|really|actually|just))*(?: (?:want|wanted|mean|meant|need|wish|plan|planning|going|gonna|intend|trying|try|asking|saying|have|like|know|think))*(?: (?:you|u|i|it|them))?(?: (?:to|that|i|should|want|how))*$/

/** "Why don't you …", "can't you …": asks for it all the same. */
export const DEMAND_BEFORE =
  / (?:why (?:dont|cant|wont|do not|can not) (?:you|u)|(?:cant|wont|wouldnt|couldnt) (?:you|u)|(?:if|unless) (?:you|u) (?:dont|do not|wont))(?: (?:just|please|ever))*$/

/** Somebody else is to stop, or something that isn't a text: "tell my ex to …", "did I …". */
export const THIRD_PARTY_BEFORE =
  / (?:(?:tell|told|ask|asked|get|make|made|want|wanted|need|beg|begged|wish) (?:him|her|them|people|someone|everyone|everybody|my [a-z]+|the [a-z]+) (?:to|would|could)?|(?:did (?:i|you)|(?:should|would|when|why did|accidentally|mistakenly) i)(?: accidentally| really| ever)?|accidentally|by (?:mistake|accident)|(?:he|she|they) (?:said|told me|says|wants|wanted|asked me|asked)(?: to| that i)?|someone said)$/

/** Words of opting out that were seen and judged harmless; shown to a person. */
export const MENTIONS: readonly RegExp[] = [
  / (?:stop|unsubscribe|unsubscribed|opt out|optout|quit|cancel|revoke|end|remove me|not interested|no thanks|wrong number|enough)(?= )/,
  / (?:parar|pare|paren|alto|baja|cancelar|cancele|basta|detener|fin|no me interesa)(?= )/,
  / (?:arret|arreter|arretez|annuler|desabonner|fin|pas interesse|pas interessee)(?= )/,
]
