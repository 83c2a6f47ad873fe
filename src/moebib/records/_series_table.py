"""The table of series: conferences and journals with all their names, and how services write them.

To add one, add a row. The names in DBLP and the ACL Anthology are those in their records.
"""

from __future__ import annotations

from functools import partial
from typing import Literal, NamedTuple

__all__ = ["SERIES", "Series"]

_SeriesKind = Literal["conference", "journal", "workshop"]


class Series(NamedTuple):
    """A conference that is held every year or two, or a journal."""

    short: str
    """The usual short name."""
    kind: _SeriesKind
    names: tuple[str, ...]
    """The full name, former names and abbreviations of it. Those of a journal also in the abbreviation of DBLP."""
    dblp: tuple[str, ...] = ()
    """The first two parts of its DBLP keys."""
    acl: tuple[str, ...] = ()
    """Its names in ACL Anthology IDs, and its letter in IDs from before 2020."""
    issn: tuple[str, ...] = ()
    before_volume_1: int = 0
    """The year before that of volume 1, for a conference with one volume each year."""


def _series(
    kind: _SeriesKind, short: str, *names: str, dblp: str = "", acl: str = "", issn: str = "", before_volume_1: int = 0
) -> Series:
    """The row; *dblp* (without the first part), *acl* and *issn* are separated by spaces."""
    keys = tuple(f"{'journals' if kind == 'journal' else 'conf'}/{key}" for key in dblp.split())
    return Series(short, kind, names, keys, tuple(acl.split()), tuple(issn.split()), before_volume_1)


_conference = partial(_series, "conference")
_workshop = partial(_series, "workshop")
_journal = partial(_series, "journal")

SERIES = (
    # Machine learning
    _conference("NeurIPS", "NIPS", "NeurlPS", "Advances in Neural Information Processing Systems",
                "Neural Information Processing Systems", "Conference on Neural Information Processing Systems",
                dblp="nips", issn="1049-5258", before_volume_1=1987),
    _conference("ICML", "International Conference on Machine Learning", dblp="icml"),
    _conference("ICLR", "International Conference on Learning Representations", dblp="iclr"),
    _conference("COLM", "Conference on Language Modeling", dblp="colm"),
    _conference("MLSys", "Proceedings of Machine Learning and Systems", "Conference on Machine Learning and Systems",
                "SysML", "SysML Conference", "MLSys Conference", dblp="mlsys sysml", before_volume_1=2018),
    _conference("AISTATS", "International Conference on Artificial Intelligence and Statistics",
                "Artificial Intelligence and Statistics", dblp="aistats"),
    _conference("UAI", "Conference on Uncertainty in Artificial Intelligence",
                "Uncertainty in Artificial Intelligence", dblp="uai"),
    _conference("COLT", "Conference on Learning Theory", "Annual Conference Computational Learning Theory",
                dblp="colt"),
    _conference("ALT", "International Conference on Algorithmic Learning Theory", "Algorithmic Learning Theory",
                dblp="alt"),
    _conference("ACML", "Asian Conference on Machine Learning", dblp="acml"),
    _conference("CoRL", "Conference on Robot Learning", dblp="corl"),
    _conference("LoG", "Learning on Graphs Conference", dblp="log"),
    _conference("AutoML", "International Conference on Automated Machine Learning", dblp="automl"),
    _conference("CPAL", "Conference on Parsimony and Learning", dblp="cpal"),
    _conference("ECML PKDD", "European Conference on Machine Learning and Knowledge Discovery in Databases",
                "Machine Learning and Knowledge Discovery in Databases", "European Conference on Machine Learning",
                "ECML", "ECML/PKDD", dblp="ecml pkdd"),
    _conference("IJCNN", "International Joint Conference on Neural Networks",
                "IEEE International Joint Conference on Neural Network", dblp="ijcnn"),
    _conference("ICPR", "International Conference on Pattern Recognition", dblp="icpr"),
    # Artificial intelligence
    _conference("AAAI", "AAAI Conference on Artificial Intelligence", "National Conference on Artificial Intelligence",
                dblp="aaai", issn="2159-5399 2374-3468", before_volume_1=1986),
    _conference("IJCAI", "International Joint Conference on Artificial Intelligence", dblp="ijcai"),
    _conference("ECAI", "European Conference on Artificial Intelligence", dblp="ecai"),
    _conference("AAMAS", "International Conference on Autonomous Agents and Multiagent Systems",
                "Adaptive Agents and Multi-Agent Systems", dblp="atal"),
    # Language and speech
    _conference("ACL", "Annual Meeting of the Association for Computational Linguistics",
                "Meeting of the Association for Computational Linguistics", dblp="acl", acl="acl P"),
    _conference("EMNLP", "Conference on Empirical Methods in Natural Language Processing",
                "Empirical Methods in Natural Language Processing", dblp="emnlp", acl="emnlp D"),
    _conference("NAACL", "Conference of the North American Chapter of the Association for Computational Linguistics",
                "North American Chapter of the Association for Computational Linguistics",
                "Conference of the Nations of the Americas Chapter of the Association for Computational Linguistics",
                "NAACL-HLT", "HLT-NAACL", dblp="naacl", acl="naacl N"),
    _conference("EACL", "Conference of the European Chapter of the Association for Computational Linguistics",
                dblp="eacl", acl="eacl E"),
    _conference("AACL", "AACL-IJCNLP",
                "Conference of the Asia-Pacific Chapter of the Association for Computational Linguistics", acl="aacl"),
    _conference("IJCNLP", "International Joint Conference on Natural Language Processing", dblp="ijcnlp",
                acl="ijcnlp I"),
    _conference("COLING", "International Conference on Computational Linguistics", dblp="coling", acl="coling C"),
    _conference("LREC-COLING",
                "Joint International Conference on Computational Linguistics, Language Resources and Evaluation"),
    _conference("LREC", "International Conference on Language Resources and Evaluation",
                "Language Resources and Evaluation Conference", dblp="lrec", acl="lrec L"),
    _conference("CoNLL", "Conference on Computational Natural Language Learning",
                "Conference on Natural Language Learning", dblp="conll", acl="conll K"),
    _conference("ANLP", "Conference on Applied Natural Language Processing", acl="A", dblp="anlp"),
    _conference("HLT", "Human Language Technology", acl="H"),
    _conference("MUC", "Message Understanding Conference", acl="M", dblp="muc"),
    _conference("RANLP", "International Conference on Recent Advances in Natural Language Processing",
                "Recent Advances in Natural Language Processing", acl="ranlp R", dblp="ranlp"),
    _conference("WMT", "Conference on Machine Translation", "Workshop on Statistical Machine Translation",
                dblp="wmt", acl="wmt"),
    _conference("EAMT", "Annual Conference of the European Association for Machine Translation", dblp="eamt",
                acl="eamt"),
    _conference("INLG", "International Natural Language Generation Conference",
                "International Conference on Natural Language Generation", dblp="inlg", acl="inlg"),
    _conference("IWSLT", "International Conference on Spoken Language Translation",
                "International Workshop on Spoken Language Translation", dblp="iwslt", acl="iwslt"),
    _conference("SIGDIAL", "Annual Meeting of the Special Interest Group on Discourse and Dialogue",
                "SIGDIAL Conference", "SIGDIAL Conferences", dblp="sigdial", acl="sigdial"),
    _conference("*SEM", "Joint Conference on Lexical and Computational Semantics", "STARSEM", dblp="starsem",
                acl="starsem"),
    _workshop("SemEval", "International Workshop on Semantic Evaluation", dblp="semeval", acl="semeval"),
    _workshop("BlackboxNLP", "BlackboxNLP Workshop on Analyzing and Interpreting Neural Networks for NLP",
              "BlackboxNLP Workshop Analyzing and Interpreting Neural Networks for NLP", acl="blackboxnlp"),
    _conference("ArabicNLP", "Arabic Natural Language Processing Conference", acl="arabicnlp"),
    _conference("Interspeech", "Conference of the International Speech Communication Association", dblp="interspeech"),
    _conference("ICASSP", "International Conference on Acoustics, Speech, and Signal Processing",
                "International Conference on Acoustics, Speech and Signal Processing", dblp="icassp"),
    # Vision and graphics
    _conference("CVPR", "Conference on Computer Vision and Pattern Recognition",
                "Computer Vision and Pattern Recognition",
                "Computer Society Conference on Computer Vision and Pattern Recognition", dblp="cvpr"),
    _conference("ICCV", "International Conference on Computer Vision", dblp="iccv"),
    _conference("ECCV", "European Conference on Computer Vision", dblp="eccv"),
    _conference("WACV", "Winter Conference on Applications of Computer Vision", dblp="wacv"),
    _conference("BMVC", "British Machine Vision Conference", dblp="bmvc"),
    _conference("ACCV", "Asian Conference on Computer Vision", dblp="accv"),
    _conference("MICCAI", "International Conference on Medical Image Computing and Computer-Assisted Intervention",
                "Medical Image Computing and Computer Assisted Intervention", dblp="miccai"),
    _conference("ACM MM", "MM", "International Conference on Multimedia", "ACM Multimedia", dblp="mm"),
    _conference("SIGGRAPH", "ACM SIGGRAPH Conference", "Special Interest Group on Computer Graphics and Interactive "
                "Techniques Conference", dblp="siggraph"),
    # Data, web and people
    _conference("KDD", "SIGKDD Conference on Knowledge Discovery and Data Mining",
                "SIGKDD International Conference on Knowledge Discovery and Data Mining", "SIGKDD",
                "Knowledge Discovery and Data Mining", dblp="kdd"),
    _conference("WWW", "The Web Conference", "ACM Web Conference", "International World Wide Web Conference",
                "International Conference on World Wide Web", "World Wide Web Conference", "TheWebConf", dblp="www"),
    _conference("SIGIR", "International ACM SIGIR Conference on Research and Development in Information Retrieval",
                dblp="sigir"),
    _conference("CIKM", "International Conference on Information and Knowledge Management", dblp="cikm"),
    _conference("WSDM", "International Conference on Web Search and Data Mining", dblp="wsdm"),
    _conference("RecSys", "Conference on Recommender Systems", dblp="recsys"),
    _conference("ICDM", "International Conference on Data Mining", dblp="icdm"),
    _conference("SDM", "SIAM International Conference on Data Mining", dblp="sdm"),
    _conference("PAKDD", "Pacific-Asia Conference on Knowledge Discovery and Data Mining",
                "Advances in Knowledge Discovery and Data Mining", dblp="pakdd"),
    _conference("ECIR", "European Conference on Information Retrieval", "Advances in Information Retrieval",
                dblp="ecir"),
    _conference("SIGMOD", "International Conference on Management of Data",
                "SIGMOD International Conference on Management of Data", dblp="sigmod"),
    _conference("PODS", "SIGMOD-SIGACT-SIGAI Symposium on Principles of Database Systems",
                "Symposium on Principles of Database Systems", dblp="pods"),
    _conference("ICDE", "International Conference on Data Engineering", dblp="icde"),
    _conference("CHI", "CHI Conference on Human Factors in Computing Systems",
                "Conference on Human Factors in Computing Systems", dblp="chi"),
    # Systems, networks and storage
    _conference("OSDI", "Symposium on Operating Systems Design and Implementation",
                "USENIX Symposium on Operating Systems Design and Implementation", dblp="osdi"),
    _conference("SOSP", "Symposium on Operating Systems Principles", dblp="sosp"),
    _conference("NSDI", "Symposium on Networked Systems Design and Implementation", dblp="nsdi"),
    _conference("USENIX ATC", "ATC", "USENIX Annual Technical Conference", dblp="usenix"),
    _conference("USENIX Security", "USENIX Security Symposium", dblp="uss"),
    _conference("FAST", "Conference on File and Storage Technologies", dblp="fast"),
    _conference("EuroSys", "European Conference on Computer Systems", "EuroSys Conference", dblp="eurosys"),
    _conference("SoCC", "Symposium on Cloud Computing", dblp="cloud"),
    _conference("Middleware", "International Middleware Conference", dblp="middleware"),
    _conference("SIGCOMM", "SIGCOMM Conference", "ACM SIGCOMM Conference", dblp="sigcomm"),
    _conference("INFOCOM", "Conference on Computer Communications", "INFOCOM Conference Computer Communications",
                dblp="infocom"),
    _conference("MobiCom", "International Conference on Mobile Computing and Networking", dblp="mobicom"),
    _conference("MobiSys", "International Conference on Mobile Systems, Applications, and Services", dblp="mobisys"),
    _conference("SenSys", "Conference on Embedded Networked Sensor Systems",
                "Conference on Embedded Networked Sensor Systems", dblp="sensys"),
    _conference("GLOBECOM", "Global Communications Conference", dblp="globecom"),
    _conference("ICDCS", "International Conference on Distributed Computing Systems", dblp="icdcs"),
    _workshop("HotOS", "Workshop on Hot Topics in Operating Systems", dblp="hotos"),
    _workshop("EuroMLSys", "Workshop on Machine Learning and Systems",
              "European Workshop on Machine Learning and Systems"),
    _workshop("HotNets", "Workshop on Hot Topics in Networks", dblp="hotnets"),
    # Architecture, compilers and high-performance computing
    _conference("ASPLOS", "International Conference on Architectural Support for Programming Languages and Operating "
                "Systems", dblp="asplos"),
    _conference("ISCA", "International Symposium on Computer Architecture", dblp="isca"),
    _conference("MICRO", "International Symposium on Microarchitecture", dblp="micro"),
    _conference("HPCA", "International Symposium on High-Performance Computer Architecture", dblp="hpca"),
    _conference("PACT", "International Conference on Parallel Architectures and Compilation Techniques",
                "Parallel Architectures and Compilation", dblp="IEEEpact"),
    _conference("CGO", "International Symposium on Code Generation and Optimization", dblp="cgo"),
    _conference("PLDI", "Conference on Programming Language Design and Implementation", dblp="pldi"),
    _conference("PPoPP", "Symposium on Principles and Practice of Parallel Programming", dblp="ppopp"),
    _conference("SC", "International Conference for High Performance Computing, Networking, Storage and Analysis",
                "Supercomputing", dblp="sc"),
    _conference("ICS", "International Conference on Supercomputing", dblp="ics"),
    _conference("IPDPS", "International Parallel and Distributed Processing Symposium", dblp="ipps"),
    _conference("HPDC", "International Symposium on High-Performance Parallel and Distributed Computing", dblp="hpdc"),
    _conference("ICPP", "International Conference on Parallel Processing", dblp="icpp"),
    _conference("CLUSTER", "International Conference on Cluster Computing", dblp="cluster"),
    _conference("CCGrid", "International Symposium on Cluster, Cloud and Internet Computing", dblp="ccgrid"),
    _conference("SPAA", "Symposium on Parallelism in Algorithms and Architectures", dblp="spaa"),
    _conference("DAC", "Design Automation Conference", dblp="dac"),
    _conference("ICCAD", "International Conference on Computer-Aided Design", dblp="iccad"),
    _conference("DATE", "Design, Automation & Test in Europe Conference",
                "Design, Automation and Test in Europe Conference and Exhibition", dblp="date"),
    _conference("ASP-DAC", "Asia and South Pacific Design Automation Conference", dblp="aspdac"),
    _conference("FPGA", "International Symposium on Field Programmable Gate Arrays", dblp="fpga"),
    _conference("FCCM", "International Symposium on Field-Programmable Custom Computing Machines", dblp="fccm"),
    _conference("ISSCC", "International Solid-State Circuits Conference", dblp="isscc"),
    _conference("ISCAS", "International Symposium on Circuits and Systems", dblp="iscas"),
    _conference("GLSVLSI", "Great Lakes Symposium on VLSI", dblp="glvlsi"),
    # Software, security and theory
    _conference("ICSE", "International Conference on Software Engineering", dblp="icse"),
    _conference("FSE", "ESEC/FSE", "Symposium on the Foundations of Software Engineering", dblp="sigsoft"),
    _conference("ASE", "International Conference on Automated Software Engineering", dblp="kbse"),
    _conference("CCS", "Conference on Computer and Communications Security", dblp="ccs"),
    _conference("S&P", "Symposium on Security and Privacy", dblp="sp"),
    _conference("NDSS", "Network and Distributed System Security Symposium", dblp="ndss"),
    _conference("STOC", "Symposium on Theory of Computing", dblp="stoc"),
    _conference("FOCS", "Symposium on Foundations of Computer Science", dblp="focs"),
    _conference("SODA", "Symposium on Discrete Algorithms", dblp="soda"),
    # Robots
    _conference("ICRA", "International Conference on Robotics and Automation", dblp="icra"),
    _conference("IROS", "International Conference on Intelligent Robots and Systems", dblp="iros"),
    _conference("RSS", "Robotics: Science and Systems", dblp="rss"),
    # Journals
    _journal("JMLR", "Journal of Machine Learning Research", "J. Mach. Learn. Res.", dblp="jmlr",
             issn="1532-4435 1533-7928"),
    _journal("TMLR", "Transactions on Machine Learning Research", "Trans. Mach. Learn. Res.", dblp="tmlr",
             issn="2835-8856"),
    _journal("DMLR", "Journal of Data-centric Machine Learning Research", dblp="dmlr"),
    _journal("Machine Learning", "Mach. Learn.", dblp="ml", issn="0885-6125 1573-0565"),
    _journal("Neural Computation", "Neural Comput.", dblp="neco", issn="0899-7667 1530-888X"),
    _journal("Neural Networks", dblp="nn", issn="0893-6080"),
    _journal("Neurocomputing", dblp="ijon", issn="0925-2312"),
    _journal("AIJ", "Artificial Intelligence", "Artif. Intell.", dblp="ai", issn="0004-3702"),
    _journal("JAIR", "Journal of Artificial Intelligence Research", "J. Artif. Intell. Res.", dblp="jair",
             issn="1076-9757 1943-5037"),
    _journal("TACL", "Transactions of the Association for Computational Linguistics",
             "Trans. Assoc. Comput. Linguistics", dblp="tacl", acl="tacl Q", issn="2307-387X"),
    _journal("CL", "Computational Linguistics", "Comput. Linguistics", "American Journal of Computational Linguistics",
             dblp="coling", acl="cl J", issn="0891-2017 1530-9312"),
    _journal("TPAMI", "IEEE Transactions on Pattern Analysis and Machine Intelligence",
             "IEEE Trans. Pattern Anal. Mach. Intell.", dblp="pami", issn="0162-8828 1939-3539"),
    _journal("IJCV", "International Journal of Computer Vision", "Int. J. Comput. Vis.", dblp="ijcv",
             issn="0920-5691 1573-1405"),
    _journal("TNNLS", "IEEE Transactions on Neural Networks and Learning Systems",
             "IEEE Trans. Neural Networks Learn. Syst.", dblp="tnn", issn="2162-237X 2162-2388"),
    _journal("TKDE", "IEEE Transactions on Knowledge and Data Engineering", "IEEE Trans. Knowl. Data Eng.",
             dblp="tkde", issn="1041-4347 1558-2191"),
    _journal("TPDS", "IEEE Transactions on Parallel and Distributed Systems",
             "IEEE Trans. Parallel Distributed Syst.", dblp="tpds", issn="1045-9219 1558-2183"),
    _journal("TC", "IEEE Transactions on Computers", "IEEE Trans. Computers", dblp="tc", issn="0018-9340 1557-9956"),
    _journal("TCAD", "IEEE Transactions on Computer-Aided Design of Integrated Circuits and Systems",
             "IEEE Trans. Comput. Aided Des. Integr. Circuits Syst.", dblp="tcad", issn="0278-0070 1937-4151"),
    _journal("TMC", "IEEE Transactions on Mobile Computing", "IEEE Trans. Mob. Comput.", dblp="tmc",
             issn="1536-1233 1558-0660"),
    _journal("TSC", "IEEE Transactions on Services Computing", "IEEE Trans. Serv. Comput.", dblp="tsc",
             issn="1939-1374"),
    _journal("IEEE Micro", dblp="micro", issn="0272-1732 1937-4143"),
    _journal("IEEE Access", dblp="access", issn="2169-3536"),
    _journal("CAL", "IEEE Computer Architecture Letters", "IEEE Comput. Archit. Lett.", dblp="cal",
             issn="1556-6056 1556-6064"),
    _journal("TACO", "ACM Transactions on Architecture and Code Optimization", "ACM Trans. Archit. Code Optim.",
             dblp="taco", issn="1544-3566 1544-3973"),
    _journal("CSUR", "ACM Computing Surveys", "ACM Comput. Surv.", dblp="csur", issn="0360-0300 1557-7341"),
    _journal("CACM", "Communications of the ACM", "Commun. ACM", dblp="cacm", issn="0001-0782 1557-7317"),
    _journal("PACMMOD", "Proceedings of the ACM on Management of Data", "Proc. ACM Manag. Data", dblp="pacmmod",
             issn="2836-6573"),
    _journal("PACMPL", "Proceedings of the ACM on Programming Languages", "Proc. ACM Program. Lang.", dblp="pacmpl",
             issn="2475-1421"),
    _journal("IMWUT", "Proceedings of the ACM on Interactive, Mobile, Wearable and Ubiquitous Technologies",
             "Proc. ACM Interact. Mob. Wearable Ubiquitous Technol.", dblp="imwut", issn="2474-9567"),
    _journal("PVLDB", "Proceedings of the VLDB Endowment", "Proc. VLDB Endow.", dblp="pvldb", issn="2150-8097"),
)  # fmt: skip
