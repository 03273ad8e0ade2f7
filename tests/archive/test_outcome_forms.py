"""How outcomes are told: over fifteen headings in each of thirteen languages, numbers, verbs."""

import pytest

from forumbot.archive.outcome_forms import (
    names_outcomes,
    number_of_resolution,
    says_adopted,
    states_actions,
    states_drafts,
    states_outcomes,
    tells_agreement,
)

HEADINGS = {
    "en": [
        "Conclusions", "Main conclusions and recommendations", "7. Conclusions", "Key messages",
        "What we agreed", "Decisions", "Decisions taken", "Next steps and decisions",
        "IV. Outcomes",
        "Policy recommendations", "Resolutions adopted", "Key takeaways",
        "Outcomes of the workshop",
        "Agreements reached", "Decisions / Actions", "Conclusions (draft)", "Workshop conclusions",
        "Agenda item 5: Decisions",
    ],
    "de": [
        "Schlussfolgerungen", "Beschlüsse", "Beschlüsse und Empfehlungen", "Ergebnisse der Tagung",
        "Empfehlungen", "Fazit", "Fazit und Ausblick", "Gefasste Beschlüsse", "TOP 7: Beschlüsse",
        "Zentrale Ergebnisse", "Vereinbarungen", "Kernbotschaften", "Handlungsempfehlungen",
        "3. Ergebnisse und nächste Schritte", "Entschließungen", "Wichtigste Ergebnisse",
        "Gemeinsame Erklärung",
    ],
    "fr": [
        "Conclusions", "Conclusions de l’atelier", "Décisions / Actions", "Recommandations",
        "Principales conclusions", "Décisions prises", "Relevé de décisions", "Résolutions",
        "Résolutions adoptées", "Messages clés", "Synthèse et conclusions", "Délibérations",
        "Conclusions et prochaines étapes", "Engagements pris", "5) Recommandations du forum",
        "Ce qui a été décidé", "Points d'accord",
    ],
    "es": [
        "Conclusiones", "Conclusiones y recomendaciones", "Acuerdos", "Acuerdos adoptados",
        "Resoluciones", "Recomendaciones", "Principales conclusiones", "Decisiones adoptadas",
        "Compromisos", "Mensajes clave", "Conclusiones de la jornada", "Declaración final",
        "2. Acuerdos y próximos pasos", "Resolución final", "Conclusiones finales",
        "Recomendaciones para los gobiernos",
    ],
    "it": [
        "Conclusioni", "Conclusioni e raccomandazioni", "Decisioni", "Decisioni prese",
        "Raccomandazioni", "Delibere", "Deliberazioni", "Risoluzioni approvate", "Esiti",
        "Esiti dell'incontro", "Messaggi chiave", "Conclusioni della riunione", "Accordi raggiunti",
        "Principali conclusioni", "4. Conclusioni e prossimi passi", "Dichiarazione finale",
    ],
    "pt": [
        "Conclusões", "Conclusões e recomendações", "Decisões", "Decisões tomadas", "Deliberações",
        "Recomendações", "Resoluções aprovadas", "Principais conclusões", "Conclusões do fórum",
        "Compromissos assumidos", "Mensagens-chave", "Acordos alcançados", "Declaração final",
        "3. Conclusões e próximos passos", "Resumo das decisões", "Conclusões finais",
    ],
    "ro": [
        "Concluzii", "Concluzii și recomandări", "Concluziile atelierului", "Hotărâri",
        "Hotărâri adoptate", "Decizii", "Decizii luate", "Recomandări", "Rezoluții", "Mesaje cheie",
        "Principalele concluzii", "Concluzii și pașii următori", "2. Recomandări pentru guvern",
        "S-a convenit", "Angajamente asumate", "Declarația finală",
    ],
    "pl": [
        "Wnioski", "Wnioski i rekomendacje", "Ustalenia", "Podjęte ustalenia", "Uchwały",
        "Podjęte uchwały", "Decyzje", "Rekomendacje", "Zalecenia", "Wnioski z konferencji",
        "Najważniejsze wnioski", "Podsumowanie i wnioski", "Rezolucje", "5. Uzgodnienia",
        "Wnioski i dalsze kroki", "Kluczowe przesłania",
    ],
    "nl": [
        "Conclusies", "Conclusies en aanbevelingen", "Besluiten", "Genomen besluiten", "Afspraken",
        "Gemaakte afspraken", "Aanbevelingen", "Besluitenlijst", "Resoluties", "Kernboodschappen",
        "Belangrijkste conclusies", "Besluiten en acties", "6. Uitkomsten van de bijeenkomst",
        "Wat is afgesproken", "Conclusies en vervolgstappen", "Toezeggingen",
    ],
    "da": [
        "Konklusioner", "Beslutninger", "Konklusioner og anbefalinger", "Trufne beslutninger",
        "Anbefalinger", "Vedtagelser", "Resolutioner", "Hovedbudskaber", "Mødets beslutninger",
        "Vigtigste konklusioner", "Beslutninger og opgaver", "3. Beslutninger", "Aftalte punkter",
        "Det aftalte vi", "Konklusioner og næste skridt", "Fælles erklæring",
    ],
    "sv": [
        "Slutsatser", "Beslut", "Fattade beslut", "Slutsatser och rekommendationer",
        "Rekommendationer", "Resolutioner", "Antagna resolutioner", "Huvudbudskap",
        "Viktigaste slutsatser", "Överenskommelser", "Beslut och åtgärder", "2. Beslut",
        "Slutsatser och nästa steg", "Sammanfattning av beslut", "Styrelsens beslut", "Slutsats",
    ],
    "cs": [
        "Závěry", "Závěry a doporučení", "Usnesení", "Přijatá usnesení", "Rozhodnutí",
        "Přijatá rozhodnutí", "Doporučení", "Dohody", "Výstupy z jednání", "Hlavní závěry",
        "Závěry jednání", "4. Závěry", "Rezoluce", "Klíčová sdělení", "Závěry a další kroky",
        "Shrnutí závěrů",
    ],
    "el": [
        "Συμπεράσματα", "Συμπεράσματα και προτάσεις", "Αποφάσεις", "Ληφθείσες αποφάσεις",
        "Συστάσεις", "Ψηφίσματα", "Κύρια συμπεράσματα", "Βασικά μηνύματα", "3. Αποφάσεις",
        "Αποφάσεις της συνεδρίασης", "Πορίσματα", "Συμπεράσματα και επόμενα βήματα",
        "Σύνοψη αποφάσεων", "Τι αποφασίστηκε", "Τελικά συμπεράσματα", "Συμφωνηθέντα",
    ],
}  # fmt: skip


MORE_HEADINGS = {
    "en": ["Summary of conclusions", "Concluding recommendations", "Chair's conclusions",
           "Council conclusions", "Record of decisions", "List of decisions", "Motions carried",
           "Board resolutions", "Lessons and recommendations", "What was decided?"],
    "de": ["Beschlusslage", "Angenommene Anträge", "Festlegungen", "Liste der Beschlüsse",
           "Was wurde beschlossen?", "Übersicht über die Beschlüsse"],
    "fr": ["Points décidés", "Liste des recommandations", "Points convenus",
           "Synthèse des décisions"],
    "es": ["A modo de conclusión", "Relación de acuerdos", "Puntos acordados", "¿Qué se acordó?",
           "Acuerdos de la junta directiva"],
    "it": ["Impegni assunti", "Elenco delle decisioni", "Riepilogo delle delibere",
           "Sintesi delle conclusioni", "Impegni presi"],
    "pt": ["O que foi decidido", "Lista de decisões", "Pontos acordados",
           "Síntese das conclusões"],
    "ro": ["Deciziile consiliului", "Moțiuni adoptate", "Lista deciziilor", "Puncte convenite",
           "Hotărârile consiliului local", "Rezumatul deciziilor"],
    "pl": ["Postanowienia", "Lista decyzji", "Uchwały rady", "Wykaz uchwał",
           "Uchwały rady nadzorczej", "Podsumowanie ustaleń", "Wspólna deklaracja"],
    "nl": ["Eindconclusies", "Lijst van aanbevelingen", "Wat er is besloten",
           "Samenvatting van de besluiten", "Gemaakte keuzes en afspraken", "Aangenomen moties"],
    "da": ["Hvad der blev besluttet", "Det blev besluttet", "Slutresolution",
           "Generalforsamlingens beslutninger", "Afsluttende anbefalinger"],
    "sv": ["Vad som beslutades", "Beslutslista", "Överenskomna punkter", "Åtaganden",
           "Antagna motioner", "Huvudsakliga slutsatser", "Gemensamt uttalande",
           "Slutrekommendationer", "Sammanfattning av slutsatser"],
    "cs": ["Rozhodnutí výboru", "Usnesení rady", "Schválená usnesení", "Co bylo rozhodnuto",
           "Seznam usnesení", "Doporučení vládě", "Shrnutí usnesení", "Schválené návrhy",
           "Usnesení rady města"],
    "el": ["Ψηφίσματα που εγκρίθηκαν", "Εγκριθείσες αποφάσεις", "Κοινή δήλωση", "Δεσμεύσεις",
           "ΑΠΟΦΑΣΕΙΣ", "ΣΥΜΠΕΡΑΣΜΑΤΑ ΚΑΙ ΠΡΟΤΑΣΕΙΣ", "ΑΠΟΦΑΣΕΙΣ ΤΗΣ ΓΕΝΙΚΗΣ ΣΥΝΕΛΕΥΣΗΣ"],
}  # fmt: skip


@pytest.mark.parametrize("language", MORE_HEADINGS)
def test_lists_of_them_and_those_of_a_body_are_known_too(language: str) -> None:
    """As "List of decisions", "Usnesení výboru"; an article is no letter of a section."""
    assert [one for one in MORE_HEADINGS[language] if not states_outcomes(one)] == []


@pytest.mark.parametrize("language", HEADINGS)
def test_fifteen_ways_to_head_outcomes_are_known_in_each_language(language: str) -> None:
    """With numbers, adjectives, whose they are, and what is headed along with them."""
    assert len(HEADINGS[language]) >= 15
    assert [one for one in HEADINGS[language] if not states_outcomes(one)] == []


@pytest.mark.parametrize(
    "heading",
    [
        "Next steps", "Executive Summary", "Key points from the keynote", "Learning outcomes",
        "Outcomes of planned activities", "Expected outcomes", "Preliminary outcomes",
        "Barriers to publishing results", "Résumé",
        "Conclusions and next steps - Ulla Engelmann", "Tareas", "Ausblick", "Perspectives",
        "Results of the survey", "Ergebnisse der Umfrage", "Decisions to be made",
        "Resultados de la encuesta", "Risultati del sondaggio", "Uitkomsten van de enquête",
        "Výsledky průzkumu", "Wyniki ankiety", "The resolution of images",
        "Conclusion of the contract", "Nouvelles Recommandations applicables", "Decision makers",
        "Zusammenfassung", "Findings", "Agreement on free trade", "Accord de Paris",
        "Acuerdo de París", "Accordo di programma", "Acordo de cooperação",
        "Resolution of disputes", "Resolución de conflictos", "Conclusion du contrat",
        "Conclusione del contratto", "Wnioski o dofinansowanie",
        "Uchwały rady gminy w sprawie ankiety",
    ],
)  # fmt: skip
def test_headings_of_other_things_are_none(heading: str) -> None:
    """Summaries, plans, programmes, and what only mentions them."""
    assert not states_outcomes(heading)


@pytest.mark.parametrize(
    "heading",
    ["Action points", "Actions", "To-dos", "Maßnahmen", "Actiepunten", "Points d'action",
     "Lista zadań", "Aktionspunkter", "5. Agreed actions"],
)  # fmt: skip
def test_headings_of_actions_are_told_from_those_of_outcomes(heading: str) -> None:
    """They count where a list follows."""
    assert states_actions(heading)
    assert not states_outcomes(heading)


def test_headings_of_the_settings_count_with_a_number_before_them() -> None:
    """What a community calls its outcomes, in whatever case."""
    assert states_outcomes("4. What the circle keeps:", ["what the  circle keeps"])
    assert not states_outcomes("4. What the circle keeps:")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Resolution 2025/04", "2025/04"),
        ("RESOLUTION A/RES/75/1: On ferns", "A/RES/75/1"),
        ("Decision No. 5 (2025) The council", "5 (2025)"),
        ("Recommendation 3. Plant ferns", "3"),
        ("Beschluss Nr. 12/2021", "12/2021"),
        ("Délibération n° 2023-45", "2023-45"),
        ("Uchwała nr 7", "7"),
        ("Hotărârea nr. 12/2020", "12/2020"),
        ("Usnesení č. 3", "3"),
        ("DELIBERA N. 12 DEL 3 MARZO 2024", "12"),
        ("Acuerdo núm. 4", "4"),
        ("ΑΠΟΦΑΣΗ 4/2019", "4/2019"),
        ("Third resolution", "Third"),
        ("Première résolution : le rapport moral", "Première"),
        ("ZWEITER BESCHLUSS\nDer Rat dankt.", "ZWEITER"),
        ("Druga uchwała (statut)", "Druga"),
        ("First decisions", None),
        ("Second motion of the day", None),
        ("IV. Conclusion", None),
        ("Resolutions of 2025", None),
        ("A resolution 5 of the council", None),
        ("Decision makers", None),
    ],
)
def test_numbers_of_resolutions_are_read_where_a_text_begins_with_them(
    text: str, number: str | None
) -> None:
    """In each language, with or without a word for number."""
    assert number_of_resolution(text) == number


AGREED = [
    "It was agreed that ferns are planted.",
    "The members of the network unanimously agreed to plant ferns.",
    "The board approved the plan for ferns.",
    "Die Mitglieder beschlossen, Farne zu pflanzen.",
    "Es wurde vereinbart, Farne zu pflanzen.",
    "Le conseil municipal décide à l’unanimité de planter.",
    "Il a été convenu de planter des fougères.",
    "Er is besloten om varens te planten.",
    "Los socios acordaron plantar helechos.",
    "Si è deciso di piantare felci.",
    "Os membros decidiram plantar fetos.",
    "S-a hotărât plantarea ferigilor.",
    "Uczestnicy uzgodnili, że paprocie będą sadzone.",
    "Det blev besluttet at plante bregner.",
    "Mötet beslutade att plantera ormbunkar.",
    "Bylo dohodnuto, že se budou sázet kapradiny.",
    "Τα μέλη αποφάσισαν να φυτέψουν φτέρες.",
    "Участники решили посадить папоротники.",
    "The board approves the plan for ferns.",
    "Die Versammlung genehmigt den Plan für Farne einstimmig.",
    "L'assemblée adopte le plan des fougères.",
    "La asamblea aprueba el plan de helechos.",
    "L'assemblea approva il piano all'unanimità.",
    "Il piano è approvato all'unanimità dai presenti.",
    "Foi deliberado por unanimidade plantar fetos.",
    "A assembleia aprova o plano dos fetos.",
    "Consiliul aprobă planul ferigilor.",
    "Zarząd postanawia posadzić paprocie.",
    "Het voorstel is aangenomen met vijf stemmen voor.",
    "De vergadering keurt het plan goed.",
    "Bestyrelsen beslutter at plante bregner.",
    "Årsmötet fastställde planen för ormbunkar.",
    "Valná hromada schvaluje plán kapradin.",
    "Η συνέλευση εγκρίνει το σχέδιο για τις φτέρες.",
    "The wardens agreed to close the path in May.",
    "All parties agreed that the dam is raised.",
    "Participants reached agreement on the fee.",
    "The motion was passed with nine votes in favour.",
    "The plan was approved by all members.",
    "It has been resolved to sell the boat.",
    "The two clubs agreed on a common fee.",
    "Die Runde einigte sich auf einen neuen Preis.",
    "Man hat sich darauf verständigt, das Boot zu verkaufen.",
    "Der Antrag wurde mit neun Stimmen angenommen.",
    "Der Haushalt wird einstimmig genehmigt.",
    "Die Teilnehmenden haben vereinbart, sich im Mai zu treffen.",
    "Der Verein beschließt den Verkauf des Bootes.",
    "La motion est adoptée à l'unanimité.",
    "Les membres se sont entendus sur un nouveau tarif.",
    "L'assemblée a voté la vente du bateau.",
    "Les participants ont décidé de se revoir en mai.",
    "Le budget est approuvé à l'unanimité des présents.",
    "Se acuerda por unanimidad vender la barca.",
    "La moción fue aprobada por nueve votos.",
    "Los asistentes acordaron reunirse en mayo.",
    "Queda aprobada el acta anterior.",
    "Se ha aprobado el presupuesto por mayoría.",
    "È stato convenuto di riunirsi a maggio.",
    "La mozione è stata approvata con nove voti.",
    "I presenti hanno deciso di vendere la barca.",
    "L'assemblea approva il bilancio all'unanimità.",
    "Si è stabilito di rinviare la vendita.",
    "Ficou acordado que o barco será vendido.",
    "A proposta foi aprovada por unanimidade.",
    "Os presentes decidiram reunir-se em maio.",
    "Foi aprovado o orçamento para o ano seguinte.",
    "Propunerea a fost aprobată în unanimitate.",
    "S-a convenit ca barca să fie vândută.",
    "Participanții au decis să se întâlnească în mai.",
    "Adunarea hotărăște vânzarea bărcii.",
    "Wniosek został przyjęty jednogłośnie.",
    "Ustalono, że łódź zostanie sprzedana.",
    "Uczestnicy postanowili spotkać się w maju.",
    "Walne zebranie podjęło uchwałę o sprzedaży łodzi.",
    "Er is afgesproken dat de boot wordt verkocht.",
    "Het voorstel wordt unaniem aangenomen.",
    "De leden besloten de contributie te verhogen.",
    "De vergadering gaat akkoord met de begroting.",
    "Forslaget blev enstemmigt vedtaget.",
    "Det blev aftalt at mødes igen i maj.",
    "Bestyrelsen har besluttet at sælge båden.",
    "Medlemmerne blev enige om en ny pris.",
    "Årsmötet beslutade att sälja båten.",
    "Det beslutades att avgiften höjs.",
    "Förslaget antogs enhälligt.",
    "Styrelsen har beslutat att sälja båten.",
    "Návrh byl jednomyslně přijat.",
    "Členové se dohodli na nové ceně.",
    "Valná hromada schválila rozpočet na rok 2020.",
    "Bylo schváleno zvýšení příspěvku.",
    "Αποφασίστηκε να πωληθεί η βάρκα.",
    "Τα μέλη συμφώνησαν σε νέα τιμή.",
    "Η πρόταση εγκρίθηκε ομόφωνα.",
    "Members consented to raise the fee.",
    "The assembly voted to sell the mill.",
    "Es bestand Einigkeit, die Gebühr zu erhöhen.",
    "Un accord a été trouvé sur la cotisation.",
    "Se llegó a un acuerdo sobre la cuota.",
    "L'assemblea ha votato la vendita del mulino.",
    "Chegou-se a acordo sobre a quota.",
    "S-a ajuns la un acord privind taxa.",
    "Osiągnięto porozumienie w sprawie składki.",
    "Er is overeenstemming bereikt over de contributie.",
    "Generalforsamlingen stemte for salget af møllen.",
    "Enighet nåddes om avgiften.",
    "Schůze odhlasovala prodej mlýna.",
    "Επιτεύχθηκε συμφωνία για τη συνδρομή.",
    "La motion est adoptée par douze voix contre trois.",
    "La mozione è approvata con dodici voti contro tre.",
    "Το συμβούλιο αποφάσισε την πώληση της βάρκας.",
    "Es wird vereinbart, dass der Steg vor Pfingsten gestrichen wird.",
    "Der Antrag auf einen zweiten Prüfer wird abgelehnt.",
    "Der Vorstand wird entlastet.",
    "L'assemblée fixe la cotisation à quinze euros.",
    "De jaarrekening over het vorige jaar wordt goedgekeurd.",
    "El consejo encarga la obra al taller.",
    "Il consiglio affida i lavori alla ditta Bianchi.",
    "A assembleia fixa a quota em doze euros.",
    "Sprawozdanie zostało przyjęte przez zebranie.",
    "Výbor pověřuje předsedu jednáním s městem.",
    "Årsmötet uppdrar åt styrelsen att laga taket.",
    "Bestyrelsen bemyndiger kassereren til at sælge båden.",
    "Consiliul stabilește cotizația la doisprezece lei.",
    "Η συνέλευση αναθέτει τη μελέτη στον δήμο.",
    "There was broad agreement that the pilot should go on.",
    "Es bestand weitgehend Einigkeit über den Standort.",
    "Il y a eu un large accord sur le lieu.",
    "Afgesproken is dat Bakker een brief schrijft.",
    "Hubo amplio consenso sobre la sede.",
    "Houve amplo consenso sobre o local.",
    "C'è stato un ampio accordo sul luogo.",
    "A existat un larg consens asupra locului.",
    "Panowała pełna zgoda co do terminu.",
    "Der var bred enighed om planen.",
    "Det fanns en bred enighet om platsen.",
    "Panovala široká shoda na termínu.",
    "Υπήρξε ευρεία συμφωνία για την έδρα.",
]


@pytest.mark.parametrize("sentence", AGREED)
def test_sentences_with_a_verb_of_agreement_are_told(sentence: str) -> None:
    """In the thirteen languages and in Russian."""
    assert tells_agreement(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It would help if the members agreed to plant ferns.",
        "The members have not agreed on ferns.",
        "The registration page and the platform agree on this.",
        "We will announce that a company has adopted the standard.",
        "Mike did decide to tie ferns to moss.",
        "The information needed to decide which fern is best is long.",
        "Ferns are planted in spring.",
        "Ausnahmen können durch den Vorstand genehmigt werden.",
        "Die Versammlung möge beschließen, Farne zu pflanzen.",
        "The wardens agreed with the speaker that it rains.",
        "The wardens have not agreed to close the path.",
        "He decided to leave early.",
        "Nobody agreed to sell the boat.",
        "They asked whether the group agreed to this.",
        "Die Runde konnte sich nicht einigen.",
        "Über den Antrag wurde nicht abgestimmt.",
        "Ob das Boot verkauft wird, wird im Mai beschlossen.",
        "Aucune décision n'a été prise.",
        "Il n’a pas été décidé de la vente.",
        "No se acordó nada.",
        "Non è stato deciso nulla.",
        "Non si è convenuto nulla sul molo.",
        "Não foi decidido quem compra o barco.",
        "Nu s-a hotărât nimic despre barcă.",
        "Nie podjęto uchwały w tej sprawie.",
        "Nie ustalono, kto kupi łódź.",
        "Er is niets besloten over de boot.",
        "Er is nog niet besloten wie de boot koopt.",
        "Det blev ikke besluttet, hvem der køber båden.",
        "Inget beslutades om båten.",
        "Det beslutades inte vem som köper båten.",
        "Nebylo rozhodnuto, kdo loď koupí.",
        "O návrhu se nehlasovalo.",
        "Δεν αποφασίστηκε τίποτα για τη βάρκα.",
        "L'assemblée peut adopter un plan.",
        "There was no agreement that the pilot should go on.",
        "Es bestand keine Einigkeit über den Standort.",
        "Nu a existat un consens asupra locului.",
        "Det fanns ingen enighet om platsen.",
        "Si le ministère approuve le plan, les travaux pourront commencer.",
        "Wenn der Rat den Anleger beschließt, wird im Mai gebaut.",
        "Si el ministerio aprueba el plan, las obras podrán empezar.",
        "Se il consiglio approva il piano, si comincia in maggio.",
        "Se o conselho aprova o plano, a obra começa em maio.",
        "Als de raad het plan goedkeurt en het bestuur besluit te bouwen, begint het werk.",
        "Jeżeli rada zatwierdza plan, prace ruszą w maju.",
        "Jestliže rada schvaluje plán, práce začnou v květnu.",
        "Εάν το συμβούλιο εγκρίνει το σχέδιο, τα έργα αρχίζουν.",
        "Der Vorstand beschloss nichts.",
        "Recibe este correo porque decidió suscribirse.",
        "Recebeu este e-mail porque decidiu subscrever o boletim.",
        "Otrzymują Państwo tę wiadomość, ponieważ postanowili ją Państwo zamówić.",
        "Je hebt besloten om onze nieuwsbrief te ontvangen.",
        "Du modtager denne mail, fordi du har besluttet at abonnere.",
        "Du får det här mejlet eftersom du har beslutat att prenumerera.",
        "Tento e-mail dostáváte, protože jste se rozhodli jej odebírat.",
    ],
)
def test_sentences_that_deny_or_think_of_an_agreement_are_none(sentence: str) -> None:
    """Nor those whose verb is one of agreement in another language alone."""
    assert not tells_agreement(sentence)


def test_verbs_of_the_settings_count_unless_they_are_denied() -> None:
    """What a community calls agreeing."""
    assert tells_agreement("The circle consented to more ferns.", ["consented to"])
    assert not tells_agreement("The circle has not consented to ferns.", ["consented to"])


def test_a_column_is_named_as_outcomes_are_headed() -> None:
    """With the same nouns or one of them, and no more."""
    assert names_outcomes("Decision")
    assert names_outcomes("Gefasste Beschlüsse")
    assert names_outcomes("Decyzja")
    assert not names_outcomes("Decision maker")


DRAFTS = [
    "Proposed resolution", "Draft resolutions", "Proposed decisions of the board",
    "Entwurf der Resolution", "Beschlussvorschläge", "Projet de résolution",
    "Résolutions proposées",
    "Proyecto de resolución", "Proposta di delibera", "Proiect de hotărâre", "Projekt uchwały",
    "Voorstel tot besluit", "Forslag til beslutning", "Förslag till beslut", "Návrh usnesení",
    "Σχέδιο απόφασης",
]  # fmt: skip


@pytest.mark.parametrize("heading", DRAFTS)
def test_what_is_only_to_be_resolved_heads_no_outcomes(heading: str) -> None:
    """Proposals and drafts of resolutions, in each language, are told from those adopted."""
    assert states_drafts(heading)
    assert not states_outcomes(heading)
    assert not names_outcomes(heading)


@pytest.mark.parametrize(
    "heading",
    ["Resolutions adopted", "Draft decision adopted", "Proposal for a new venue",
     "Project decisions",
     "Beschlüsse zum Projekt", "Propositions retenues", "The proposed budget"],
)  # fmt: skip
def test_what_was_adopted_or_is_another_proposal_is_no_draft(heading: str) -> None:
    """Nor is what has a word for a draft beside one for something else."""
    assert not states_drafts(heading)


def test_a_number_of_a_draft_is_none_of_a_resolution() -> None:
    """What stands in brackets behind it tells that, or is a part of the number."""
    assert number_of_resolution("Resolution 3 (draft)") is None
    assert number_of_resolution("Resolution 3 (2019)") == "3 (2019)"


def test_a_short_sentence_says_that_a_draft_was_adopted() -> None:
    """Not one that denies it, or speaks of something else."""
    said = ["Agreed.", "Adopted by consensus.", "It was agreed.", "The motion was carried."]
    assert all(map(says_adopted, said))
    assert not any(map(says_adopted, ["Not adopted.", "This was discussed.", ""]))
