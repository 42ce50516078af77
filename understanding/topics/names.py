"""The topics that are read; docs/topics.md defines each."""

TOPICS = (
    "us_tells", "us_traces", "us_who", "us_team_when", "us_team_does", "us_how", "org_hours", "org_reach",
    "org_accepts", "org_cost", "org_confidential", "org_what", "org_room", "org_which", "blame",
    "is_it_exploitation", "recruiting", "minor_law", "selling_law", "buying_law", "pimp_law", "fear_charged",
    "violence_law", "papers_kept", "images_law", "images_remove", "sextortion", "complaint_whether",
    "complaint_how", "complaint_anonymous", "police_do", "court", "lawyer", "criminal_record", "victim_rights",
    "protective_order", "ivac_who", "ivac_amount", "ivac_when", "ivac_how", "emergency_money", "income", "work",
    "housing", "school", "papers_change", "exam_kit", "pregnancy", "hiv_sti", "injury", "drugs", "care_minor",
    "care_rules", "mind", "health_other", "suicide_other", "dpj_report", "dpj_after", "missing", "runaway",
    "parent_talk", "parent_signs", "parent_rights", "parent_support", "custody", "leave_safety", "stay_safe",
    "phone_safety", "relation", "tell_someone", "permit_victim", "deport_fear", "permit_work", "interpreter",
    "indigenous", "witness", "prof_duty", "training", "buyer_change", "exit_how", "transport", "animals",
    "detention", "practical", "service", "out_of_scope", "none",
)  # fmt: skip
