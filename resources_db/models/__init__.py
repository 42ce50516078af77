"""The directory's tables, in the shape of HSDS 3.x."""

from resources_db.models.availability import (
    CountChange,
    CountReminder,
    PlaceHold,
    ReportingCredential,
    ShelterReporting,
)
from resources_db.models.base import Base, stable_id, table
from resources_db.models.history import ChangeSet, ErrorReport, Metadata
from resources_db.models.knowledge import FactVersion
from resources_db.models.location import Accessibility, Address, Location
from resources_db.models.organization import Contact, Organization, Program, Source, Translation, Url
from resources_db.models.phone import Phone, Schedule
from resources_db.models.service import (
    CostOption,
    Language,
    RequiredDocument,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Unit,
)
from resources_db.models.taxonomy import Attribute, Revision, RevisionChange, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "Base",
    "ChangeSet",
    "Contact",
    "CostOption",
    "CountChange",
    "CountReminder",
    "ErrorReport",
    "FactVersion",
    "Language",
    "Location",
    "Metadata",
    "Organization",
    "Phone",
    "PlaceHold",
    "Program",
    "ReportingCredential",
    "RequiredDocument",
    "Revision",
    "RevisionChange",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "ShelterReporting",
    "Source",
    "Taxonomy",
    "TaxonomyTerm",
    "Translation",
    "Unit",
    "Url",
    "stable_id",
    "table",
]
