"""Which rules read a language's sentences: by where its verbs stand."""

from events.extraction.bracket_roles import BracketRoleFinder
from events.extraction.case_endings import CaseEndingRoles, CaseEndingSplitter
from events.extraction.claims import ClaimReader
from events.extraction.clauses import ClauseSplitter
from events.extraction.comma_clauses import CommaClauseSplitter
from events.extraction.coverbs import CoverbRoleFinder, CoverbSplitter
from events.extraction.grammar import Grammar
from events.extraction.roles import RoleFinder
from events.extraction.verb_final_claims import VerbFinalClaims
from events.extraction.verb_final_clauses import VerbFinalSplitter
from events.extraction.verb_final_roles import VerbFinalRoles


def rules_of(grammar: Grammar) -> tuple[type[ClauseSplitter], type[RoleFinder], type[ClaimReader]]:
    """Who cuts clauses, finds roles and reads claims in a language."""
    if grammar.has("case endings"):
        return CaseEndingSplitter, CaseEndingRoles, VerbFinalClaims
    if grammar.has("verb final"):
        return VerbFinalSplitter, VerbFinalRoles, VerbFinalClaims
    if grammar.has("coverbs"):
        return CoverbSplitter, CoverbRoleFinder, ClaimReader
    if grammar.has("verb bracket"):
        return CommaClauseSplitter, BracketRoleFinder, ClaimReader
    return ClauseSplitter, RoleFinder, ClaimReader
