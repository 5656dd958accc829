"""The words of mail systems and of automatic answers, in the languages that reach us.

Each pattern is looked for in text in small letters, without accents, on one line.
"""

import re


def _any_of(*patterns: str, begins: str = "") -> re.Pattern[str]:
    return re.compile(f"{begins}(?:{'|'.join(patterns)})")


SYSTEM_NAMES = _any_of(
    r"mail delivery (?:sub)?system",
    r"mail(?:er)?[- ]daemon",
    r"system administrator",
    r"administrador del sistema",
    r"correo no entregado",
    r"internet mail delivery",
    r"microsoft outlook",
)
FAILED = _any_of(
    r"undeliver",
    r"non-?deliver",
    r"not (?:be |been )?(?:delivered|deliverable)",
    r"(?:delivery|mail) (?:has )?fail",
    r"failure notice",
    r"returned (?:mail|to sender)",
    r"returning message",
    r"delivery (?:status )?notification",
    r"delivery (?:error|problem|has failed)",
    r"could(?: not|n'?t) (?:be )?deliver",
    r"rejected",
    r"unable to (?:deliver|process)",
    r"permanent (?:fatal )?error",
    r"permanently",
    r"mail system error",
    r"message (?:was )?(?:blocked|rejected|bounced)",
    r"wasn'?t delivered",
    r"isn'?t able to deliver",
    r"no (?:se )?(?:ha )?(?:pudo|podido|puede) (?:ser )?entrega",
    r"no entregad",
    r"no (?:fue|ha sido) entregad",
    r"imposible (?:la )?entreg",
    r"devuelt",
    r"devolucion",
    r"error (?:de|en la) entrega",
    r"fallo (?:de|en la) entrega",
    r"entrega (?:fallida|ha fallado)",
    r"rechazad",
    r"unzustellbar",
    r"bounce",
)
DELAYED = _any_of(
    r"(?:delivery|message|mail|entrega|mensaje|correo).{0,40}\b(?:delay|retras|demora"
    r"|aplaza)",
    r"\bdelayed\b",
    r"warning: could not send",
    r"not (?:yet )?been delivered (?:yet|for|after)",
    r"still (?:being )?(?:trying|retr)",
    r"(?:will|to) (?:be retried|keep trying|continue to (?:be )?(?:try|retr|attempt))",
    r"do(?:es)? not need to resend",
    r"no action is required on your part",
    r"(?:se )?(?:seguira|continuara) intentando",
    r"no (?:es necesario|necesita) (?:que )?(?:lo )?(?:reenv|vuelva a enviar|volver a)",
    r"todavia no (?:se )?ha(?:n)? (?:podido|sido)",
    r"aun no (?:se )?ha(?:n)? (?:podido|sido)",
)
GAVE_UP = _any_of(
    r"giving up",
    r"gave up",
    r"retry time(?:out)? (?:not reached|exceeded)",
    r"(?:message|delivery) (?:time )?expired",
    r"no longer (?:be )?(?:try|retr)",
    r"retry timeout",
    r"too old",
    r"could not be delivered for",
    r"se ha desistido",
    r"(?:permanent|fatal) (?:fatal )?error",
    r"delivery has failed",
    r"no se volvera a intentar",
    r"queue too long",
)
FULL = _any_of(
    r"mail ?box(?: \S+){0,4} (?:is )?(?:full|over|exceed)",
    r"mailbox full",
    r"(?:over|exceed\w*|out of)(?: \S+){0,5} (?:disk )?(?:quota|storage)",
    r"quota (?:is )?(?:exceed|full)",
    r"quota violation",
    r"(?:disk|storage|user) (?:is )?(?:quota|full)",
    r"insufficient (?:system )?(?:storage|disk)",
    r"not enough (?:storage|space)",
    r"(?:inbox|mailbox) (?:of .{1,60})?is (?:almost )?full",
    r"size limit for this mailbox",
    r"maildir (?:over|delivery failed: .{0,40}quota)",
    r"diskquota",
    r"(?:buzon|casilla|bandeja)(?: \S+){0,6} (?:llen|excedid|satura|complet|sin espacio)",
    r"(?:cuota|espacio)(?: \S+){0,5} (?:excedid|super|agotad|llen|insuficien)",
    r"(?:excedid|superad|sobrepas)\w*(?: \S+){0,4} (?:cuota|limite de almacenamiento"
    r"|tamano del buzon)",
    r"sin espacio (?:disponible|suficiente)",
    r"mfl",
    r"over limit",
    r"espacio insuficiente",
)
BLOCKED = _any_of(
    r"spamhaus",
    r"spamcop",
    r"spam[- ]?assassin",
    r"barracuda(?: \S+){0,3} reputation",
    r"black ?list",
    r"block ?list",
    r"blocklist",
    r"\brbls?\b",
    r"\bdnsbl\b",
    r"lista negra",
    r"\bspf\b",
    r"\bdkim\b",
    r"\bdmarc\b",
    r"reputation",
    r"reputacion",
    r"(?:as|for|is|be|like|contain\w*|considered|appears?|looks?|probable|suspected"
    r"|unsolicited)(?: \S+){0,4} (?:spam|bulk|junk)",
    r"\bspam\b",
    r"correo no deseado",
    r"no solicitad",
    r"content (?:rejected|filter|not accepted|policy)",
    r"virus",
    r"malware",
    r"phishing",
    r"(?:sending|client|your|remote|sender(?:'s)?) (?:ip|host|mta|mail server|domain)"
    r"(?: \S+){0,4} (?:block|reject|refus|listed|banned)",
    r"(?:ip|client host|service unavailable)(?: \S+){0,6} blocked",
    r"relay(?:ing)? (?:access )?(?:denied|not permitted|not allowed)",
    r"unable to relay",
    r"(?:message|attachment|mail) (?:size|is too|too) (?:\S+ ){0,3}(?:exceed|large|big)",
    r"size (?:of the message )?exceeds",
    r"demasiado grande",
    r"too many (?:hops|received|messages|connections)",
    r"not (?:authorized|allowed|permitted) to send",
    r"no (?:esta )?(?:autorizad|permitid)\w* (?:a|para) enviar",
    r"administrative prohibition",
    r"by policy",
    r"policy (?:reasons?|violation|restriction)",
    r"politica",
    r"(?:accepts?|allow)(?: \S+){0,4} (?:only|from)(?: \S+){0,4} (?:senders|members"
    r"|people)",
    r"restricted(?: \S+){0,4} (?:senders|group)",
    r"authentication (?:required|checks? failed)",
    r"unauthenticated",
    r"bad (?:outbound )?sender",
    r"sender (?:address )?(?:rejected|verify failed|denied)",
)
FOR_NOW = _any_of(
    r"grey ?list",
    r"gray ?list",
    r"listas? gris",
    r"try again later",
    r"temporar",
    r"intente (?:mas tarde|nuevamente)",
    r"rate ?limit",
    r"receiving mail (?:at a rate|too quickly)",
    r"too quickly",
    r"deferred",
)
UNKNOWN = _any_of(
    r"(?:no such|unknown|invalid|bad|nonexistent|non-existent|inactive|disabled"
    r"|unrecognized|inexistente|expired|suspended|closed|deactivated)"
    r"(?: \S+){0,3} (?:user|address|recipient|mail ?box|account|local[- ]part|domain"
    r"|person|destination|addressee|alias|host)",
    r"(?:user|address|recipient|mail ?box|account|domain|host|alias|person|usuario"
    r"|destinatario|direccion|cuenta|casilla|buzon|dominio)(?: \S+){0,8} (?:unknown"
    r"|not found|unavailable|does(?: not|n'?t) exist|isn'?t valid|is (?:not"
    r"|no longer) (?:valid|active|available|known|here|in use|local|on this server"
    r"|a known)|not (?:known|listed|exist|active|valid|local|recognized|recognised"
    r"|on this server|our customer)|(?:has been|is|was) (?:disabled|deleted|discontinued"
    r"|suspended|closed|deactivated|inactive|terminated|removed)|(?:is )?(?:disabled"
    r"|inactive)|couldn'?t be found|could not be found|wasn'?t found|doesn'?t have"
    r"|desconocid|no existe|inexistente|no (?:es|fue) (?:valid|encontrad|reconocid)"
    r"|no (?:se )?(?:ha )?(?:encontr|reconoc)|no valid|invalid|(?:esta|fue"
    r"|ha sido) (?:deshabilitad|eliminad|suspendid|desactivad|inactiv|bloquead)|inactiv)",
    r"(?:usuario|destinatario|direccion|cuenta|casilla|buzon)\w*"
    r"(?: \S+){0,4} (?:desconocid|inexistente|invalid|no valid|no existe)",
    r"no (?:existe|hay)(?: \S+){0,4} (?:usuario|destinatario|cuenta|casilla|buzon"
    r"|direccion|dominio)",
    r"no se (?:encontro|encuentra|pudo encontrar|ha encontrado)(?: \S+){0,4} (?:usuario"
    r"|destinatario|cuenta|casilla|buzon|direccion|dominio|correo)",
    r"no mail ?box here",
    r"no longer (?:works?|employed|with|available|active|valid|in use|accept)",
    r"doesn'?t have an? (?:\S+ )?account",
    r"does not have an? (?:\S+ )?account",
    r"not a (?:valid|known|local) ",
    r"unrouteable",
    r"unroutable",
    r"user unknown",
    r"recipient ?not ?found",
    r"resolver\.adr\S*notfound",
    r"unknownrecipient",
    r"nxdomain",
    r"host not found",
    r"no mx",
    r"null ?mx",
    r"domain(?: name)?(?: \S+){0,3} (?:not found|does not (?:exist|accept mail))",
    r"(?:recipient )?address rejected: (?:access denied|undeliverable|invalid|unknown)",
    r"all recipients (?:were )?invalid",
    r"no such (?:user|person|recipient|mailbox|address|account)",
    r"couldn'?t find",
    r"address not found",
    r"wasn'?t found at",
)
COPY = _any_of(
    r"below this line is (?:a copy|the)",
    r"this is a copy of",
    r"-+ ?(?:original message|mensaje original)",
    r"-+ (?:this is a copy|the header of the original|undelivered message"
    r"|returned message|unsent message)",
    r"included is a copy",
    r"(?:possibly truncated )?original message follows",
    r"(?:original message headers?|encabezados del mensaje original"
    r"|encabezado del mensaje original)\s*:?\s*$",
    r"a copy of (?:your|the original) message",
    r"the original message (?:follows|headers)",
    r"-+ message header follows",
    r"copia del mensaje original",
    r"se adjunta (?:una )?copia",
    r"message contents follow",
    begins=r"^\W*",
)
AUTO_SUBJECT = _any_of(
    r"auto(?:matic|matische|matica|mated)?[- ]?(?:reply|response|respuesta|antwort)",
    r"autoresp",
    r"auto[- ]?reply",
    r"autoreply",
    r"respuesta automatica",
    r"resposta automatica",
    r"reponse automatique",
    r"away from",
    r"fuera de (?:la )?oficina",
    r"ausente",
    r"ausencia",
    r"vacaciones",
    r"on (?:vacation|holiday|leave)",
    r"vacation",
    r"estoy (?:de|con|en|fuera)",
    r"feriado legal",
    r"licencia medica",
    r"i am (?:away|out)",
    r"abwesen",
    begins=r"^(?:(?:re|rv|aw|fwd?) ?: ?)*\W*",
)
AUTO_WORDS = _any_of(
    r"(?:respuesta|mensaje|correo|contestacion) (?:generad[oa] )?automatic",
    r"automatic (?:reply|response)",
    r"(?:confirm|verify) (?:that )?(?:you(?:r|'re| are)? )(?:\S+ ){0,4}(?:human|message"
    r"|identity|address)",
    r"haga clic(?: \S+){0,6} (?:confirmar|verificar)",
    r"confirme que (?:usted )?(?:es una persona|envio)",
)
