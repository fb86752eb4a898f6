// Written by Protocols/generate. Do not edit.
import SwiftProtobuf

/// The generated types of the messages that can cross the gateway.
enum GeneratedMessages {
    static let all: [any SwiftProtobuf.Message.Type] = [
        Langson_Alert_V1_CrossingAcknowledged.self,
        Langson_Alert_V1_CrossingCancelled.self,
        Langson_Alert_V1_CrossingIssued.self,
        Langson_Alert_V1_CrossingUpdated.self,
        Langson_Contract_V1_Registered.self,
        Langson_Crossing_V1_EntryRecorded.self,
        Langson_Crossing_V1_ExitRecorded.self,
        Langson_Demand_V1_FillReported.self,
        Langson_Demand_V1_OrderChanged.self,
        Langson_Demand_V1_OrderPublished.self,
        Langson_Demand_V1_SupplySurveyed.self,
        Langson_Departure_V1_ManifestLodged.self,
        Langson_Gate_V1_StatusChanged.self,
        Langson_Gateway_V1_ActRecorded.self,
        Langson_Gateway_V1_LetterDied.self,
        Langson_Gateway_V1_ReadRecorded.self,
        Langson_Gateway_V1_RefusalsCounted.self,
        Langson_Gateway_V1_SubjectErased.self,
        Langson_Handover_V1_Received.self,
        Langson_Loan_V1_DisbursedReported.self,
        Langson_Loan_V1_FileReceived.self,
        Langson_Loan_V1_NeedListed.self,
        Langson_Loan_V1_ProblemRaised.self,
        Langson_Loan_V1_StatusChanged.self,
        Langson_Permit_V1_RenewalDue.self,
        Langson_Protection_V1_CaseChanged.self,
        Langson_Protection_V1_CaseOpened.self,
        Langson_Protection_V1_MissionNotified.self,
        Langson_Reference_V1_Updated.self,
        Langson_Report_V1_Submitted.self,
        Langson_Return_V1_WelfareDue.self,
        Langson_Victim_V1_ReferralOpened.self,
        Langson_Victim_V1_ReferralShared.self,
        Langson_Voice_V1_Submitted.self,
        Langson_Worker_V1_DossierChanged.self,
        Langson_Worker_V1_Registered.self,
    ]
}
