"""Sentences in English with the words of a claim between double brackets, and who says each."""

CASES: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    # reported speech, speaker first
    ("The ministry said the prisons held [[12,400 people]] in May.", ("The ministry",)),
    ("The Interior Ministry reported that [[430 inmates]] were freed.", ("The Interior Ministry",)),
    ("Prison officials acknowledged that [[three of ten]] had no bed.", ("Prison officials",)),
    ("Human Rights Watch has documented [[61 deaths]] in custody since January.", ("Human Rights Watch",)),
    ("The Red Sea Prisoners' Network counted [[214 detainees]] in the port jail.", ("The Red Sea Prisoners' Network",)),
    ("The ombudsman's office put the number of inmates at [[8,911]].", ("The ombudsman's office",)),
    ("Authorities announced on Tuesday that [[95 people]] had been arrested.", ("Authorities",)),
    ("Auditors found that [[1,200 mattresses]] were missing.", ("Auditors",)),
    ("Rights groups estimate that [[as many as 700 people]] are held there.", ("Rights groups",)),
    (
        "The jails hold [[8,900 inmates]], the head of the prison service told senators on Monday.",
        ("the head of the prison service",),
    ),
    ("Relatives told reporters that [[40 men]] shared one cell.", ("Relatives",)),
    ("A guard who asked not to be named said [[two men]] had died.", ("A guard",)),
    (
        "The statistics office, which surveys jails each year, recorded [[5,300 admissions]].",
        ("The statistics office",),
    ),
    (
        "In its annual report, the Prisons Inspectorate noted that [[a third of cells]] were shared.",
        ("the Prisons Inspectorate",),
    ),
    ("On Monday the governor said [[600 inmates]] would be moved.", ("the governor",)),
    ("By late March officials had recorded [[77 escapes]].", ("officials",)),
    ("In June the Council of Lawyers said [[31 people]] were still missing.", ("the Council of Lawyers",)),
    ("The camp commander, a colonel, said it [[held 900]].", ("The camp commander",)),
    ("The group's director, Amina Roe, said that [[52 women]] were in the wing.", ("Amina Roe",)),
    ("Amina Roe, director of Open Cells, said that [[52 women]] were in the wing.", ("Amina Roe",)),
    (
        "Interior Minister John Roe told parliament that [[4,400 guards]] had been hired.",
        ("Interior Minister John Roe",),
    ),
    (
        "Open Cells, a nonprofit based in Leeds, estimated that [[9,000 people]] were waiting for trial.",
        ("Open Cells",),
    ),
    ("Lawyers for the men say [[six]] have been beaten.", ("Lawyers for the men",)),
    ("Nongovernmental organizations (NGOs) stated that [[12 inmates]] died.", ("Nongovernmental organizations",)),
    ("The Association for Legal Aid (ALA) documented [[44 cases]].", ("The Association for Legal Aid",)),
    # speaker after, inverted, parenthesis
    ("[[Some 3,100 people]] are in the camp, the governor said.", ("the governor",)),
    ("[[Some 3,100 people]] are in the camp, according to the governor.", ("the governor",)),
    ("[[Some 3,100 people]] are in the camp, said the governor's spokeswoman.", ("the governor's spokeswoman",)),
    ("“[[We have 300 men]] in a room for 80,” said Amina Roe, director of Open Cells.", ("Amina Roe",)),
    ("“[[We have 300 men]] in a room for 80,” said the group's director, Amina Roe.", ("Amina Roe",)),
    ("The camp, the governor said, [[holds 3,100]].", ("the governor",)),
    ("Of those held, officials said, [[410 were children]].", ("officials",)),
    ("[[Two in three]] had not seen a judge, the survey found.", ("the survey",)),
    ("[[Two in three]] had not seen a judge, data from the Justice Ministry show.", ("the Justice Ministry",)),
    ("[[Nine guards]] were hurt, police reported.", ("police",)),
    ("[[Nine guards]] were hurt, police said Wednesday.", ("police",)),
    ("[[Nine guards]] were hurt, the agency said in a statement.", ("the agency",)),
    # according to and its kin
    ("According to Open Cells, [[611 prisoners]] went on hunger strike.", ("Open Cells",)),
    ("As of May, according to official figures, the jail [[held 300]].", ("official figures",)),
    ("According to figures from the Prison Service, [[88 percent]] were men.", ("the Prison Service",)),
    ("According to a report by the Audit Court, [[4 billion pesos]] went unspent.", ("a report by the Audit Court",)),
    ("According to the director of the prison, John Roe, [[70 inmates]] were ill.", ("John Roe",)),
    ("In the words of the chaplain, [[200 men]] “sleep in shifts.”", ("the chaplain",)),
    ("Figures published by the Prison Service show [[88,000 people]] behind bars.", ("the Prison Service",)),
    ("Prison Service data show [[88,000 people]] behind bars.", ("Prison Service",)),
    ("New ICE statistics put the total at [[39,000]].", ("ICE",)),
    ("The report says [[18 cells]] had no window.", ("The report",)),
    ("A survey by Open Cells found that [[one in five]] had been beaten.", ("A survey by Open Cells",)),
    ("The audit put the cost at [[$41 million]].", ("The audit",)),
    # passive and reduced
    ("The [[1,900 arrests reported by the police]] set a record.", ("the police",)),
    ("[[Fifty deaths]] were recorded by the coroner last year.", ("the coroner",)),
    ("The [[23 deaths documented by Open Cells]] include two children.", ("Open Cells",)),
    ("[[Fifty deaths]] were recorded last year.", (None,)),
    ("[[Fifty people]] were reported missing.", (None,)),
    ("[[About 400 people]] are believed to be inside.", (None,)),
    ("[[Seventeen]] said to belong to a gang were moved north.", (None,)),
    ("It has a reported capacity of [[600]].", (None,)),
    # no speech, or the writer's own
    ("The ministry did not say how many of the [[600 men]] had been freed.", (None,)),
    ("Officials refused to comment. The prison [[holds 600 men]].", (None,)),
    ("The agency [[held 26,000 people]] in March.", (None,)),
    ("The prison [[was built for 1,200]].", (None,)),
    ("By law, detainees must see a judge [[within 48 hours]].", (None,)),
    ("The country recorded [[310 prison deaths]] last year.", (None,)),
    ("A judge ordered the release of [[30 men]].", (None,)),
    ("There are [[no reports of visits]].", (None,)),
    # laws
    ("The law requires that a detainee be taken to a judge [[within 48 hours]].", ("The law",)),
    ("The constitution sets [[a limit of 72 hours]] on detention.", ("The constitution",)),
    ("The Criminal Procedure Code allows pretrial detention [[of up to two years]].", ("The Criminal Procedure Code",)),
    ("For serious crimes the law provided for [[pretrial detention of four years]].", ("the law",)),
    # chains
    ("The minister said the director had told him that [[40 men]] escaped.", ("the director",)),
    # contrast
    ("The prison was [[built for 500]], but the governor said it [[held 1,100]].", (None, "the governor")),
    (
        "The government says [[300 died]], while rights groups say the toll is [[over 800]].",
        ("The government", "rights groups"),
    ),
    # pronouns
    ("The governor spoke on Friday. He said [[1,100 men]] were held.", ("The governor spoke", "The governor")[1:]),
    ("The governor said food was short. “[[We feed 1,100]] on rice,” he added.", ("The governor",)),
    # continuation
    ("The Prison Service said it held 11,000 people. Of these, [[640 were women]].", ("The Prison Service",)),
    ("The Prison Service said it held 11,000 people. [[Another 300]] were in hospital.", ("The Prison Service",)),
    ("Open Cells reported 61 deaths. [[Most]] were from tuberculosis, the group said.", ("the group",)),
    ("“We are full,” said the warden. “[[There are 12 men in each cell]]. The rest sleep outside.”", ("the warden",)),
    ("“The cells are full. [[There are 12 men in each]]. The rest sleep outside,” the warden said.", ("the warden",)),
    ("The warden complained: “The cells are full. [[There are 12 men in each]].”", ("The warden",)),
    ("The Prison Service said it held 11,000 people.\n\nThe jail at Port Roe [[was opened in 1911 for 200]].", (None,)),
    # elided subject
    ("Inspectors visited the jail in May and found [[18 men in one cell]].", ("Inspectors",)),
    ("Open Cells visited the camp and counted [[900 tents]].", ("Open Cells",)),
    # relatives
    ("Open Cells, which counted [[61 deaths]], asked for an inquiry.", ("Open Cells",)),
    ("The [[80 men]] whom the government accuses of terrorism are in Port Roe.", ("the government",)),
    # gerund, citing
    ("Citing the Prison Service, the newspaper reported that [[70 percent]] awaited trial.", ("the Prison Service",)),
    ("The warden defended the jail, saying that [[only two]] had died.", ("The warden",)),
    ("Police say [[19 people]] were killed.", ("Police",)),
    ("The UN says it has verified [[212 cases]].", ("The UN",)),
    ("UNICEF believes [[1,100 children]] are in custody.", ("UNICEF",)),
    ("The defense ministry claimed to have captured [[340 fighters]].", ("The defense ministry",)),
    ("State media reported [[44 executions]].", ("State media",)),
    ("A former detainee described a cell [[with 60 men]].", ("A former detainee",)),
    ("The bureau's figures show the jails at [[350 percent of capacity]].", ("The bureau",)),
    ("Government figures give a total of [[8,100]].", ("Government",)),
    # more of the news, of papers, of courts
    (
        "A new report by the Prison Policy Institute puts the number of people behind bars at [[1.9 million]]. That includes [[451,000]] who have not been convicted. The report estimates the system's cost at [[$182 billion a year]].",
        ("A new report by the Prison Policy Institute", "A new report by the Prison Policy Institute", "The report"),
    ),
    (
        "The state auditor found that the department spent [[$4.1 million]] on unused beds. Nearly [[600 beds]] stood empty, the audit said. Auditors also faulted the agency for [[23 late releases]].",
        ("The state auditor", "the audit", "Auditors"),
    ),
    (
        "The number of prisoners in Scotland reached [[8,365]] on Friday, the Scottish Prison Service confirmed. Its design capacity is [[7,805]]. HMP Barlinnie is holding [[1,400 men]] in space for 987.",
        ("the Scottish Prison Service", "the Scottish Prison Service", "the Scottish Prison Service"),
    ),
    (
        "A federal judge on Thursday ordered the release of [[two men]] held at Fort Roe. Lawyers argued that they had been held [[for 14 months]] without charge.",
        (None, "Lawyers"),
    ),
    (
        "ICE was detaining [[60,311 people]] as of Aug. 10, according to data gathered by Syracuse University. About [[70 percent]] had no criminal record.",
        ("Syracuse University", "Syracuse University"),
    ),
    (
        "At least [[18 people]] have died in custody this year, the most since 2020, according to an analysis of agency records by the newspaper.",
        ("an analysis of agency records by the newspaper",),
    ),
    (
        "Statistics Canada said Tuesday that an average of [[37,800 adults]] were in custody on a given day, up [[4 per cent]] from a year earlier.",
        ("Statistics Canada", "Statistics Canada"),
    ),
    (
        "Police have arrested [[more than 1,400 people]], state television reported, citing the interior minister.",
        ("the interior minister",),
    ),
    (
        "More than [[500 people]] have been arrested since Monday, the interior minister said, adding that [[200]] had since been freed.",
        ("the interior minister", "the interior minister"),
    ),
    ("“They put [[12 people in a cell]] for four,” Roe, 34, said in an interview.", ("Roe",)),
    ("“They put [[12 people in a cell]] for four,” said one man who spent three weeks there.", ("one man",)),
    ("The lawyer, who represents six of the men, said [[none had seen a judge]].", ("The lawyer",)),
    (
        "UN experts said on Monday they had received reports that [[60 detainees]] had been transferred.",
        ("UN experts",),
    ),
    ("Activists say the real figure is closer to [[2,000]].", ("Activists",)),
    ("But the bar association put the figure at [[2,000]].", ("the bar association",)),
    ("Yet relatives of the detained insist that [[2,000]] are missing.", ("relatives of the detained",)),
    ("Of the 500 detainees, [[120]] are minors, says Save the Children.", ("Save the Children",)),
    (
        "The commission's report, released Monday, describes [[40 women]] sharing two toilets.",
        ("The commission's report",),
    ),
    ("The prison service has [[4,100 officers]]; the union says it needs [[6,000]].", (None, "the union")),
    ("Government data released on Friday showed [[88,000 people]] in prison.", ("Government",)),
    ("Ministry figures released on Friday showed [[88,000 people]] in prison.", ("Ministry",)),
    ("The figures, published by the Home Office, show [[1,200 people]] in detention.", ("the Home Office",)),
    (
        "It is the highest figure since records began, the Home Office said. The [[detained population stood at 1,200]].",
        ("the Home Office",),
    ),
    (
        "The group Freedom House counted [[98 arrests]], [[31 of them]] of journalists.",
        ("The group Freedom House", "The group Freedom House"),
    ),
    (
        "Seventeen inmates died in the riot, the coroner's office said Sunday, raising the toll to [[31]].",
        ("the coroner's office",),
    ),
    ("The toll rose to [[31]] on Sunday.", (None,)),
    ("Officials on Sunday raised the toll to [[31]].", ("Officials",)),
    ("The Ombudsman warned that [[7 in 10]] prisoners suffer from anxiety.", ("The Ombudsman",)),
    ("Testifying before Congress, the director said the bureau was short [[4,000 officers]].", ("the director",)),
    (
        "The agency's acting director, Tom Roe, told lawmakers on Wednesday that detention costs [[$165 a day]] per person.",
        ("Tom Roe",),
    ),
    (
        "Tom Roe, the agency's acting director, told lawmakers on Wednesday that detention costs [[$165 a day]] per person.",
        ("Tom Roe",),
    ),
    ("President Jane Roe said her government would build prisons for [[20,000]].", ("President Jane Roe",)),
    ("The Supreme Court ruled that holding [[40,000 people]] in such cells was cruel.", ("The Supreme Court",)),
    ("The court found that [[200 inmates]] had been denied care.", ("The court",)),
    ("In a ruling on Friday, Judge Jane Roe wrote that [[200 inmates]] had been denied care.", ("Judge Jane Roe",)),
    ("The lawsuit alleges that [[28 hours]] in a holding cell is routine.", ("The lawsuit",)),
    ("Inspectors who visited in June found [[two men to a cell]] meant for one.", ("Inspectors",)),
    ("Amnesty International, in a report published in May, said [[65 people]] had died.", ("Amnesty International",)),
    ("The Red Cross, which visits prisons, does not publish figures. The prison [[holds 300]].", (None,)),
    ("Asked about the figure, the minister replied that [[3,000]] had been freed.", ("the minister",)),
    ("Data compiled by the Vera Institute show [[550,000 people]] in jail.", ("the Vera Institute",)),
    ("Figures seen by the paper show [[550 people]] in jail.", ("Figures seen by the paper",)),
    (
        "An official with the prison service, speaking on condition of anonymity, said [[60]] had fled.",
        ("An official with the prison service",),
    ),
    ("Jail staff described [[100 men]] sleeping on floors.", ("Jail staff",)),
    ("State officials estimate the new jail will cost [[$380 million]].", ("State officials",)),
    ("The new jail will cost an estimated [[$380 million]].", (None,)),
    ("Per the ministry, [[900 inmates]] were vaccinated.", ("the ministry",)),
    (
        "The sheriff's department says [[nine people]] have died there since January; advocates count [[12]].",
        ("The sheriff's department", "advocates"),
    ),
    (
        "Doctors Without Borders treated [[3,000 detainees]] for scabies, it said in a statement.",
        ("Doctors Without Borders",),
    ),
    ("They are kept [[23 hours a day]] in their cells, their lawyers say.", ("their lawyers",)),
    ("Neither the ministry nor the police would say how many of the [[60 men]] had died.", (None,)),
    ("The number is disputed. The ministry says [[60]], the opposition [[200]].", ("The ministry", "the opposition")),
    ("It was unclear how many of the [[60 men]] were hurt.", (None,)),
    ("The warden denied that [[60 men]] were held in one room.", ("The warden",)),
    ("A report in the Daily Roe said [[60 men]] were held in one room.", ("A report in the Daily Roe",)),
    ("Prosecutors accuse the men of killing [[three guards]].", ("Prosecutors",)),
    (
        "Human Rights Watch researchers interviewed 40 people. They described [[cells of six square meters]].",
        ("Human Rights Watch researchers",),
    ),
    (
        "The head of the prison system, Gen. John Roe, told reporters that [[95 inmates]] had been moved.",
        ("Gen. John Roe",),
    ),
    (
        "U.S. Immigration and Customs Enforcement said [[39,703 people]] were in detention as of Feb. 9.",
        ("U.S. Immigration and Customs Enforcement",),
    ),
    ("ICE's own data show [[39,703 people]] in detention.", ("ICE",)),
    (
        "Data obtained by the newspaper through a records request show that [[11 people]] died.",
        ("Data obtained by the newspaper through a records request",),
    ),
    (
        "More than half of the 400 people held there have no charges, a lawyer for several of them said. [[Only 30]] have been tried.",
        (None,),
    ),
    (
        "Venezuelan authorities have released [[151 people]], the rights group Free Now said on Saturday, [[far fewer]] than the [[400 claimed by the government]].",
        ("the rights group Free Now", "the rights group Free Now", "the government"),
    ),
    (
        "Free Now, which tracks political arrests, says it has confirmed [[151 releases]]; the government puts the number at [[400]].",
        ("Free Now", "the government"),
    ),
    (
        "The government says it has freed [[400 people]]. Free Now has confirmed only [[151]].",
        ("The government", "Free Now"),
    ),
    (
        "Bangladesh's jails can hold [[42,000 prisoners]] but currently contain [[more than 77,000]], prison officials say.",
        ("prison officials", "prison officials"),
    ),
    (
        "The prisons department said on Monday that [[2,500]] would be freed. Its director said the jails, built for [[42,000]], now hold [[77,000]].",
        ("The prisons department", "Its director", "Its director"),
    ),
    (
        "Officials at the jail say they have [[180 inmates]] for 100 beds. “We need [[80 more beds]],” Sheriff Joe Roe told the county board.",
        ("Officials at the jail", "Sheriff Joe Roe"),
    ),
    (
        "“In my cell there were [[23 men]],” recalled a teacher released last week. “[[Four died]].”",
        ("a teacher", "a teacher"),
    ),
    (
        "A new count by the statistics office puts the prison population at [[61,000]], [[2 percent]] up on the year. [[Women make up 6 percent]].",
        ("the statistics office", "the statistics office", "the statistics office"),
    ),
    (
        "The audit, covering 2019 to 2021, found [[134 cells]] unfit for use. It said [[3,200 inmates]] lacked beds.",
        ("The audit", "The audit"),
    ),
    ("Auditors visited 14 prisons. In nine of them they found [[no fire alarms]].", ("Auditors",)),
    (
        "The Supreme Court on Friday said jails may not hold suspects for more than [[48 hours]] without charge.",
        ("The Supreme Court",),
    ),
    ("Judge Ann Roe gave the state until May to move [[3,000 inmates]].", (None,)),
    ("The bill, passed on Tuesday, would release [[1,500 inmates]].", (None,)),
    ("Between January and June, the charity says, [[40 people]] took their own lives.", ("the charity",)),
    (
        "The minister conceded that overcrowding had reached [[150%]] but said [[4,000 places]] were being built.",
        ("The minister", "The minister"),
    ),
    (
        "An internal memo seen by Reuters says [[600 migrants]] will be sent to the base.",
        ("An internal memo seen by Reuters",),
    ),
    ("The base can hold [[600 migrants]], a U.S. official told Reuters.", ("a U.S. official",)),
    ("The White House says the base will hold [[30,000 people]].", ("The White House",)),
    ("President Joe Roe said on X that [[30,000 beds]] would be prepared.", ("President Joe Roe",)),
    ("Family members said they had not been allowed to visit for [[three weeks]].", ("Family members",)),
    ("His wife said he is allowed [[one call a month]].", ("His wife",)),
    ("The men were flown out on [[three planes]] on Saturday, flight-tracking data showed.", ("flight-tracking data",)),
    ("The company that runs the centre, GEO Group, reported revenue of [[$2.4 billion]].", ("GEO Group",)),
    (
        "GEO Group said its facilities hold [[20,000 people]] and that [[18,000 beds]] stand ready.",
        ("GEO Group", "GEO Group"),
    ),
    (
        "The Justice Ministry has acknowledged [[16 deaths]]; families have documented [[29]].",
        ("The Justice Ministry", "families"),
    ),
    ("[[Twelve of the 29]] were under 25, the families' lawyers say.", ("the families' lawyers",)),
    ("A Ministry of Interior spokesman put the toll at [[29]].", ("A Ministry of Interior spokesman",)),
    ("The World Prison Brief lists [[29 prisons]] in the country.", ("The World Prison Brief",)),
    (
        "The World Prison Brief ranks the country third, with [[605 prisoners per 100,000]].",
        ("The World Prison Brief",),
    ),
    ("Only two countries have higher rates: [[605 per 100,000]], the Brief calculates.", ("the Brief",)),
    ("Asked how many had died, the spokeswoman said [[29]].", ("the spokeswoman",)),
    (
        "The number held has doubled to [[60,000]], from [[30,000]] a year ago, official figures showed on Tuesday.",
        ("official figures", "official figures"),
    ),
    (
        "Home Office statistics published on Thursday reveal [[1,800 people]] were in detention at the end of June, [[7% fewer]] than a year earlier. [[Four in five]] were men. The Home Office said it would not comment.",
        ("Home Office", "Home Office", "Home Office"),
    ),
    ("According to Amnesty, whose researchers spoke to 30 former detainees, [[27 people]] died.", ("Amnesty",)),
    ("The detainees, according to their lawyer, Jane Roe, are held [[two to a cell]].", ("Jane Roe",)),
    (
        "The total now stands at [[1,204]], says the monitoring group Cell Count, up from [[980]] in May.",
        ("the monitoring group Cell Count", "the monitoring group Cell Count"),
    ),
    ("A tally kept by Cell Count has reached [[1,204]].", (None,)),
    ("At least [[44]] have died, by the union's count.", ("the union",)),
    ("The bishop of Roe put the number of missing at [[70]].", ("The bishop of Roe",)),
    ("Both the police and the army deny holding [[the 70 men]].", ("Both the police and the army",)),
    ("The prosecutor general, Ann Roe, has opened [[61 cases]], her office said.", ("her office",)),
    ("Speaking to senators, the warden admitted that [[12 guards]] watched [[900 men]].", ("the warden", "the warden")),
    ("Neighbors heard shots. At least [[11]] were killed, hospital officials said.", ("hospital officials",)),
    (
        "A doctor at the jail, who spoke on condition of anonymity, said [[half]] had scabies.",
        ("A doctor at the jail",),
    ),
    ("“It's a disgrace,” said Roe, whose son is held there. “[[They get one meal]] a day.”", ("Roe",)),
    (
        "Amnesty International and Human Rights Watch said [[65]] had died.",
        ("Amnesty International and Human Rights Watch",),
    ),
    ("Libya's interior ministry said it had closed [[three centres]].", ("Libya's interior ministry",)),
    (
        "In its latest report on the prison, the inspectorate called conditions inhuman: [[two men shared a cell]] of six square metres.",
        ("the inspectorate",),
    ),
    ("Critics note that the prison, built for [[500]], held [[1,300]] last year.", ("Critics", "Critics")),
    ("The department has [[9,000 vacancies]], its own figures show.", ("its own figures",)),
    (
        "Nearly [[a third]] of inmates are foreigners, compared with [[a fifth]] a decade ago, the Federal Statistical Office announced.",
        ("the Federal Statistical Office", "the Federal Statistical Office"),
    ),
    ("Since then, the lawyers say, [[nobody]] has been allowed in.", ("the lawyers",)),
    ("State TV showed [[40 coffins]].", (None,)),
    (
        "The ministry's figures are disputed. Local monitors say [[900]] are held; the Red Cross has registered [[640]].",
        ("Local monitors", "the Red Cross"),
    ),
    (
        "More than [[400 men]] have been sent to the island since March, government lawyers told a court on Monday.",
        ("government lawyers",),
    ),
    (
        "Government lawyers told a court on Monday that [[400 men]] had been sent to the island.",
        ("Government lawyers",),
    ),
    (
        "The prison authority confirmed the deaths. It said [[three]] of the dead were guards.",
        ("The prison authority",),
    ),
    (
        "Inmates started the fire, the governor said. [[Twelve people]] died. It was the third fire in two years.",
        (None,),
    ),
    ("A spokesman for the bureau, John Roe, declined to comment. The jail [[holds 900]].", (None,)),
    ("Roe, a former inmate, described being [[locked up 23 hours a day]].", ("Roe",)),
    (
        "The inspector's report found [[mould in 40 cells]], and recommended closing the wing.",
        ("The inspector's report",),
    ),
    ("The watchdog's latest figures, for March, show [[6,200]] inmates sharing cells.", ("The watchdog",)),
    ("The centre is run by a private firm. The firm says it [[has 300 beds]].", ("The firm",)),
    (
        "Two sources with knowledge of the matter said [[60 people]] would be moved.",
        ("Two sources with knowledge of the matter",),
    ),
    (
        "The Bureau of Justice Statistics counted [[1,230,100 prisoners]] at the end of 2022. [[Thirteen states]] held more than a year earlier. The imprisonment rate was [[355 per 100,000]].",
        ("The Bureau of Justice Statistics", "The Bureau of Justice Statistics", "The Bureau of Justice Statistics"),
    ),
    (
        "The Marshall Project, a news organization, found that [[one in five]] had died alone.",
        ("The Marshall Project",),
    ),
    ("So far this year, [[29 detainees]] have died in the county's jails, records show.", ("records",)),
    ("Court documents say the cell [[measured 2 by 3 metres]].", ("Court documents",)),
    ("The complaint, filed on Monday, says the men were given [[one meal a day]].", ("The complaint",)),
    (
        "Police arrested [[200 people]] on Sunday. Organisers said the number was [[closer to 500]].",
        (None, "Organisers"),
    ),
    ("A list that the bar association keeps shows [[412 lawyers]] behind bars.", ("the bar association",)),
    (
        "The data, released by the Prison and Probation Service, put the population at [[9,870]].",
        ("the Prison and Probation Service",),
    ),
    (
        "The Syrian Network for Human Rights, which keeps a running tally, counts [[96,321 people]] as forcibly disappeared.",
        ("The Syrian Network for Human Rights",),
    ),
    ("A court paper shows that [[eleven men]] shared the cell.", ("A court paper",)),
    (
        "The audit covers 14 prisons. Auditors visited nine of them and found [[1,900 inmates]] sleeping on floors. In [[three prisons]] there was no doctor. The Treasury spent [[$4.1 million]] on food.",
        ("Auditors", "Auditors", "Auditors"),
    ),
    ("Police said [[300]] were held; organisers put it at [[more than 900]].", ("Police", "organisers")),
    ("Memorial said that Memorial lawyers had visited [[13 colonies]].", ("Memorial",)),
    (
        "Prison population, 31 March 2024\n\nThe prison population in Scotland was [[8,025]] on 31 March, according to figures published today by the Scottish Prison Service.\n\nThe remand population was [[1,871]], or [[23 per cent]] of the total. The number of women stood at [[339]].\n\nAverage age rose to 37. Deaths in custody numbered [[41]] in the year.",
        (
            "the Scottish Prison Service",
            "the Scottish Prison Service",
            "the Scottish Prison Service",
            "the Scottish Prison Service",
            "the Scottish Prison Service",
        ),
    ),
    ("The IOM estimated [[4,000]] were held, against the [[1,200]] that Tripoli admits.", ("The IOM", "Tripoli")),
    ("According to a list of prisoners kept by the Tibetan centre, [[1,800]] are in custody.", ("the Tibetan centre",)),
    ("A count kept by local monitors had reached [[1,037 arrests]] by nightfall.", ("local monitors",)),
    ("Police, who said the raid was lawful, arrested [[54 people]].", (None,)),
    (
        "GENEVA (12 April 2024) – UN experts today expressed alarm at the detention of [[63 aid workers]].\n\n“[[Eleven]] of them are women,” the experts said. “None has seen a lawyer.”\n\nThey noted that [[two]] had died in custody. The Government had not replied to the experts' letter.",
        ("UN experts", "the experts", "the experts"),
    ),
    ("By the government's own admission, [[one in three]] prisoners has no bed.", ("the government",)),
    (
        "Exactly how many died is disputed. Mothers of Khavaran names [[4,482]]. Scholars speak of [[5,000]] and more.",
        ("Mothers of Khavaran", "Scholars"),
    ),
    (
        "Turkey's justice minister said the country had [[342,000 inmates]] at the start of May, up from [[180,000]] a decade ago.\n\nThe rise follows the failed coup of 2016, when [[40,000 people]] were jailed within months.",
        ("Turkey's justice minister", "Turkey's justice minister", None),
    ),
    (
        "HM Inspectorate of Prisons visited the jail in January. Inspectors reported that [[six in ten]] men shared a cell meant for one. [[Nearly a third]] spent less than two hours outside. Use of force had risen, with [[412 incidents]].",
        ("Inspectors", "Inspectors", "Inspectors"),
    ),
    ("Campaigners fear the true toll is higher. They point to [[23 inmates]] listed as missing.", ("Campaigners",)),
    (
        "Figures compiled from court rolls by the Legal Resources Centre put the remand population at [[48,700]].",
        ("the Legal Resources Centre",),
    ),
    (
        "The state corrections agency's dashboard listed [[23,418 people]] in custody on Friday. [[Half]] were held for nonviolent offences.",
        ("The state corrections agency", "The state corrections agency"),
    ),
    (
        "Lawyers acting for the [[27 men]] said [[nine]] had been deported. Home Office sources put the figure at [[12]].",
        ("Lawyers acting for the 27 men", "Lawyers acting for the 27 men", "Home Office sources"),
    ),
    (
        "The inquiry's final report runs to 900 pages. It says [[317 boys]] were beaten at the school and that [[55]] are buried there.",
        ("The inquiry's final report", "The inquiry's final report"),
    ),
    (
        "Detainees' families gathered outside the base on Sunday. One mother said her son shared a cell with [[70 others]]. The base, which opened in 2015, has no hospital.\n\n“They give them [[one meal a day]],” another said.",
        ("One mother", "another"),
    ),
    (
        "Eritrea's prisons are closed to monitors. Former inmates describe shipping containers holding [[40 people]] each. Human Rights Concern Eritrea believes there are [[more than 300]] sites.",
        ("Former inmates", "Human Rights Concern Eritrea"),
    ),
    ("NAIROBI, Kenya - Police counted [[210 men]] in the cells.", ("Police",)),
    ("KAMPALA, Nov 24 (AP) -- Rights groups said [[21]] were held.", ("Rights groups",)),
    (
        "The governor of the prison said it had [[1,200 inmates]]. Police sealed off the area on Friday and arrested [[17 people]].",
        ("The governor of the prison", None),
    ),
    (
        "A report released Thursday by the inspector general found [[43 deaths]] in which care was delayed. [[Nine]] were preventable. The agency did not dispute the findings.",
        ("the inspector general", "the inspector general"),
    ),
    (
        "Guatemala's prison directorate counts [[23,361 inmates]] for [[6,842 places]], one of the worst ratios in the region.\n\nThe riot began on Sunday, when [[eleven guards]] were taken hostage.",
        ("Guatemala's prison directorate", "Guatemala's prison directorate", None),
    ),
    (
        "“I counted [[61 people]] in that room,” recalls Ali, a teacher.",
        ("Ali",),
    ),
    (
        "Between 2019 and 2023, [[412 people]] died in police cells, a reply to a parliamentary question revealed. [[A third]] were awaiting a first hearing.",
        ("a reply", "a reply"),
    ),
    ("As many as [[15,000]] may be held, by some estimates.", ("some estimates",)),
    ("In the annual census the ministry conducts, [[one prisoner in nine]] was a foreigner.", ("the ministry",)),
    (
        "The task force tallied [[212 use-of-force incidents]], the bulk of them in two units. Officers used pepper spray in [[140]]. Staff training had lapsed.",
        ("The task force", "The task force"),
    ),
)

YEARLY: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    (
        "Physical Conditions: The government reported that as of October [[14,210 inmates]] were held in facilities [[designed for 9,900]]. The Central Prison held [[1,300 inmates]] in space intended for 500. Authorities stated there were [[11 deaths]] during the year, and NGOs reported [[another 15]]. Inmates lacked [[potable water]].",
        ("The government", "The government", None, "Authorities", "NGOs", None),
    ),
    (
        "Prison conditions were harsh. According to the prison service, [[8,700 persons]] were in custody as of June, [[40 percent]] of them in pretrial detention. There were [[no separate facilities]] for juveniles. During the year human rights groups alleged that guards beat [[dozens of detainees]].",
        ("the prison service", "the prison service", None, "human rights groups"),
    ),
    (
        "Administration: Authorities conducted investigations of credible allegations of mistreatment. The ombudsman received [[312 complaints]] during the year. Independent Monitoring: The government permitted [[visits by the Red Cross]].",
        ("The ombudsman", None),
    ),
    (
        "Lengthy pretrial detention was a problem. The Ministry of Justice estimated that [[61 percent]] of prisoners were awaiting trial. The law limits pretrial detention to [[18 months]], but some detainees waited [[as long as five years]].",
        ("The Ministry of Justice", "The law", None),
    ),
    (
        "The constitution provides that persons arrested be brought before a judge within [[48 hours]]. Police frequently held suspects [[for a week]]. Lawyers reported that [[three clients]] were held incommunicado.",
        ("The constitution", None, "Lawyers"),
    ),
    (
        "A local NGO claimed that at least [[90 political prisoners]] remained in jail. During the year the president pardoned [[1,100 prisoners]].",
        ("A local NGO", None),
    ),
    (
        "Media outlets reported that in March [[27 inmates]] died in a fire. Officials attributed the deaths to smoke during the year. In May [[four inmates]] escaped.",
        ("Media outlets", None),
    ),
    (
        "As of November the Bureau of Prisons housed [[5,210 detainees]]. Prison officials told the embassy that each cell [[held eight]].",
        (None, "Prison officials"),
    ),
    (
        "The NGO Prison Watch reported overcrowding of [[212 percent]] in Lomas Prison, where [[2,100 inmates]] shared a space built for [[990]].",
        ("The NGO Prison Watch", "The NGO Prison Watch", "The NGO Prison Watch"),
    ),
    (
        "The Office of the Prosecutor General reported it opened [[44 investigations]] into torture.",
        ("The Office of the Prosecutor General",),
    ),
    (
        "The UN Human Rights Council's working group documented [[130 arbitrary arrests]] from January to May.",
        ("The UN Human Rights Council's working group",),
    ),
    (
        "The national statistics agency reported in July that prisons were operating at [[134 percent of capacity]].",
        ("The national statistics agency",),
    ),
    (
        "Physical Conditions: According to the Directorate of Prisons, as of July 31, the prison system, with an intended capacity of [[5,000]], held [[12,000 inmates]] during the year.",
        ("the Directorate of Prisons", "the Directorate of Prisons"),
    ),
    (
        "Physical Conditions: The government's National Commission on Human Rights (NCHR) reported that [[45 inmates]] died of illness. There were [[two doctors]] for the system. In November a fire in the Kala Prison [[killed 16]].",
        ("The government's National Commission on Human Rights", None, None),
    ),
    (
        "Physical Conditions: In January the Inspectorate released a report that found [[one toilet for 90 inmates]]. Conditions in women's prisons were better.",
        ("the Inspectorate",),
    ),
    (
        "Physical Conditions: A June report by the NGO Prison Light stated that prisoners received [[one meal a day]]. Prison officials denied this. Inmates slept [[without mattresses]].",
        ("A June report by the NGO Prison Light", None),
    ),
    (
        "Physical Conditions: Official statistics indicated [[83 percent]] of inmates were in pretrial detention. Unofficial estimates put the number of deaths at [[200]].",
        ("Official statistics", "Unofficial estimates"),
    ),
    ("Physical Conditions: On February 3, media reported [[11 prisoners]] had escaped.", ("media",)),
    (
        "Pretrial Detention: The average pretrial detention lasted [[three years]], according to local lawyers. The law provides for release after [[18 months]]. Authorities held some detainees [[for seven years]].",
        ("local lawyers", "The law", None),
    ),
    (
        "Administration: The penal code permits visits once a week. Authorities allowed [[visits twice a month]]. In its 2022 report, the ombudsman noted [[214 complaints]] of abuse.",
        (None, "the ombudsman"),
    ),
    (
        "Physical Conditions: Press reports claimed that [[30 detainees]] suffocated. International monitors visited the prison in May and observed that cells had [[no ventilation]].",
        ("Press reports", "International monitors"),
    ),
    (
        "Physical Conditions: The prison service reported the prison population was [[9,000]], including [[300 women]] and [[120 juveniles]]. The largest prison, in the capital, held [[2,400 inmates]] in a facility built for [[700]].",
        ("The prison service", "The prison service", "The prison service", None, None),
    ),
    (
        "Physical Conditions: Some observers estimated there were [[as many as 4,000]] political detainees. The government acknowledged holding [[312]].",
        ("Some observers", "The government"),
    ),
    (
        "Arrest Procedures: The law requires police to bring a suspect before a judge within [[24 hours]], and police generally respected this requirement. Suspects could be held for [[up to 14 days]] with a judge's order.",
        ("The law", None),
    ),
    (
        "Physical Conditions: The Ministry of Justice's 2021 report indicated prisons were filled to [[140 percent of capacity]].",
        ("The Ministry of Justice's 2021 report",),
    ),
    (
        "Political Prisoners: Human Rights Watch reported on May 3 that at least [[77 persons]] were arrested. Opposition leader Ana Roe was released in June after [[nine months]].",
        ("Human Rights Watch", None),
    ),
    ("Physical Conditions: There were reports that [[five inmates]] died from beatings during the year.", (None,)),
    ("Physical Conditions: The prison in Kore reportedly held [[900 inmates]] during the year.", (None,)),
    (
        "Physical Conditions: Detainees told the UN mission they were held [[50 to a cell]] during the year.",
        ("Detainees",),
    ),
    (
        "Improvements: The government reported it hired [[120 additional guards]] and opened [[two new prisons]].",
        ("The government", "The government"),
    ),
    (
        "Independent Monitoring: The ICRC conducted [[31 visits]] during the year. The government did not allow [[visits to military sites]].",
        (None, None),
    ),
)
"""Of yearly reports published in spring: the writer's own voice returns after each report."""
